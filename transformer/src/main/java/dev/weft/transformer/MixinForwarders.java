package dev.weft.transformer;

import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Removes mixin forwarders: methods by which Scala's compiler repeats in a class the default
 * methods of its interfaces. One that repeats the default body of an {@code @Async} method stands
 * where the class's own body has to go.
 */
final class MixinForwarders {

  private MixinForwarders() {}

  /** Takes those away that stand in the way. */
  static void remove(ClassNode owner) {
    owner.methods.removeIf(MixinForwarders::forwardsBody);
  }

  /** {@code r m(P..., int, Carrier) { return I.super.m(P..., room, carrier) }}. */
  private static boolean forwardsBody(MethodNode method) {
    boolean takesCarrier =
        method.desc.contains(RuntimeNames.CARRIER_DESC + ")")
            || Kind.takesCarrierFirst(method.desc);
    boolean calls = false;
    for (AbstractInsnNode insn = method.instructions.getFirst();
        takesCarrier && insn != null;
        insn = insn.getNext()) {
      calls |= callsSameOfInterface(method, insn);
      takesCarrier = isPartOfForwarder(method, insn);
    }
    return takesCarrier && calls;
  }

  private static boolean isPartOfForwarder(MethodNode method, AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return opcode < 0
        || insn instanceof VarInsnNode
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN)
        || callsSameOfInterface(method, insn);
  }

  private static boolean callsSameOfInterface(MethodNode method, AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call
        && call.getOpcode() == Opcodes.INVOKESPECIAL
        && call.itf
        && call.name.equals(method.name)
        && call.desc.equals(method.desc);
  }
}
