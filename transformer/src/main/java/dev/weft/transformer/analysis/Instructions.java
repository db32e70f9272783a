package dev.weft.transformer.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Walking over instructions, past labels and line numbers. That nothing can jump in between is
 * known from the stack map frames: every jump target has one.
 */
public final class Instructions {

  private Instructions() {}

  /** The next real instruction if nothing can jump in between; else null. */
  public static @Nullable AbstractInsnNode next(AbstractInsnNode insn) {
    return step(insn, true);
  }

  /** The previous real instruction if nothing can jump in between; else null. */
  public static @Nullable AbstractInsnNode previous(AbstractInsnNode insn) {
    return step(insn, false);
  }

  private static @Nullable AbstractInsnNode step(AbstractInsnNode insn, boolean forward) {
    AbstractInsnNode each = insn;
    do {
      each = forward ? each.getNext() : each.getPrevious();
      if (each instanceof FrameNode) { // every jump target has one
        return null;
      }
    } while (each != null && each.getOpcode() < 0);
    return each;
  }

  /** The line of the nearest line number before {@code insn}, or 0. */
  public static int lineOf(AbstractInsnNode insn) {
    for (AbstractInsnNode each = insn; each != null; each = each.getPrevious()) {
      if (each instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  /** The line that a method's code begins in, or 0. */
  public static int firstLine(MethodNode method) {
    for (AbstractInsnNode each : method.instructions) {
      if (each instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  /** Where {@code insn} may jump to. */
  public static List<LabelNode> targets(AbstractInsnNode insn) {
    if (insn instanceof JumpInsnNode jump) {
      return List.of(jump.label);
    } else if (insn instanceof TableSwitchInsnNode table) {
      return with(table.labels, table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      return with(lookup.labels, lookup.dflt);
    }
    return List.of();
  }

  private static List<LabelNode> with(List<LabelNode> labels, LabelNode last) {
    var all = new ArrayList<>(labels);
    all.add(last);
    return all;
  }

  /** Whether the instruction behind {@code insn} may follow it. */
  public static boolean fallsThrough(AbstractInsnNode insn) {
    return switch (insn.getOpcode()) {
      case Opcodes.GOTO,
          Opcodes.TABLESWITCH,
          Opcodes.LOOKUPSWITCH,
          Opcodes.ATHROW,
          Opcodes.IRETURN,
          Opcodes.LRETURN,
          Opcodes.FRETURN,
          Opcodes.DRETURN,
          Opcodes.ARETURN,
          Opcodes.RETURN ->
          false;
      default -> true;
    };
  }

  /** Whether {@code insn} may throw, as far as people see it: no errors of the JVM itself. */
  public static boolean mayThrow(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return switch (opcode) {
      case Opcodes.IDIV, Opcodes.LDIV, Opcodes.IREM, Opcodes.LREM, Opcodes.MULTIANEWARRAY -> true;
      default ->
          (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
              || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE)
              || (opcode >= Opcodes.GETSTATIC
                  && opcode <= Opcodes.MONITOREXIT
                  && opcode != Opcodes.INSTANCEOF);
    };
  }
}
