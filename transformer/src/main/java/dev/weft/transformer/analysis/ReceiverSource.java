package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassNames;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds the variable from which a call's receiver was loaded, if the code between is as plain as
 * {@code a.m(b, n - 1, c.d)}: then the receiver can be loaded once more instead of being dug out
 * from under the arguments.
 *
 * <p>It goes back from the call, counting the words that lie above the receiver, until none is
 * left. Whatever could change a variable, suspend, or be jumped to ends the search.
 */
final class ReceiverSource {

  /** Words taken and words left by an instruction that has no other effect. */
  private record Effect(int taken, int left) {}

  private ReceiverSource() {}

  /** The variable's slot, or -1 if it is not known. */
  static int slotOf(MethodInsnNode call) {
    int above = (Type.getArgumentsAndReturnSizes(call.desc) >> 2) - 1;
    for (AbstractInsnNode each = call.getPrevious(); each != null; each = each.getPrevious()) {
      if (each instanceof FrameNode) {
        return -1;
      }
      if (each.getOpcode() < 0) {
        continue;
      }
      if (above == 0) {
        return each.getOpcode() == Opcodes.ALOAD ? ((VarInsnNode) each).var : -1;
      }
      Effect effect = effect(each);
      if (effect == null || effect.left > above) {
        return -1;
      }
      above += effect.taken - effect.left;
    }
    return -1;
  }

  private static @Nullable Effect effect(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    if (insn instanceof FieldInsnNode field) {
      int size = Type.getType(field.desc).getSize();
      return switch (opcode) {
        case Opcodes.GETSTATIC -> new Effect(0, size);
        case Opcodes.GETFIELD -> new Effect(1, size);
        default -> null;
      };
    }
    if (insn instanceof MethodInsnNode call) {
      return ClassNames.isPlatform(call.owner) && !call.name.startsWith("<") ? effect(call) : null;
    }
    if (insn instanceof LdcInsnNode ldc) {
      return new Effect(0, ldc.cst instanceof Long || ldc.cst instanceof Double ? 2 : 1);
    }
    return simple(opcode);
  }

  private static Effect effect(MethodInsnNode call) {
    int sizes = Type.getArgumentsAndReturnSizes(call.desc);
    int receiver = call.getOpcode() == Opcodes.INVOKESTATIC ? 1 : 0;
    return new Effect((sizes >> 2) - receiver, sizes & 3);
  }

  private static @Nullable Effect simple(int opcode) {
    return switch (opcode) {
      case Opcodes.ACONST_NULL,
          Opcodes.ICONST_M1,
          Opcodes.ICONST_0,
          Opcodes.ICONST_1,
          Opcodes.ICONST_2,
          Opcodes.ICONST_3,
          Opcodes.ICONST_4,
          Opcodes.ICONST_5,
          Opcodes.FCONST_0,
          Opcodes.FCONST_1,
          Opcodes.FCONST_2,
          Opcodes.BIPUSH,
          Opcodes.SIPUSH,
          Opcodes.ILOAD,
          Opcodes.FLOAD,
          Opcodes.ALOAD ->
          new Effect(0, 1);
      case Opcodes.LCONST_0,
          Opcodes.LCONST_1,
          Opcodes.DCONST_0,
          Opcodes.DCONST_1,
          Opcodes.LLOAD,
          Opcodes.DLOAD ->
          new Effect(0, 2);
      case Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR ->
          new Effect(2, 1);
      case Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL -> new Effect(4, 2);
      case Opcodes.I2L, Opcodes.I2D -> new Effect(1, 2);
      case Opcodes.CHECKCAST -> new Effect(1, 1);
      default -> null;
    };
  }
}
