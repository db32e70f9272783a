package dev.weft.transformer.analysis;

import java.util.Arrays;
import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read, at each instruction of a method.
 *
 * <p>The textbook backward data flow: what is live before an instruction is what it reads, and what
 * is live after it save what it writes. Inside a try block everything that a handler reads is live
 * as well, since any instruction may throw. Iterated over the code from its end until nothing
 * changes. A two-word variable is known by its first slot.
 *
 * <p>The sets lie side by side in one array of words, a row for each instruction: the flow visits
 * every instruction several times and makes no objects.
 */
public final class Liveness {

  private final InsnList code;

  /** How many words a row has. */
  private final int width;

  /** What is live before each instruction. */
  private final long[] rows;

  /** What is live before the instruction looked at. */
  private final long[] live;

  private final LabelNode[][] handlers;

  /** Analyses a method. */
  public Liveness(MethodNode method) {
    code = method.instructions;
    width = (method.maxLocals + Long.SIZE - 1) / Long.SIZE;
    rows = new long[code.size() * width];
    live = new long[width];
    handlers = Handlers.of(method);
    boolean changed = width > 0;
    while (changed) {
      changed = false;
      for (AbstractInsnNode insn = code.getLast(); insn != null; insn = insn.getPrevious()) {
        changed |= update(insn);
      }
    }
  }

  /** The variables that may be read from {@code insn} on. */
  public BitSet before(AbstractInsnNode insn) {
    int row = row(insn);
    return BitSet.valueOf(Arrays.copyOfRange(rows, row, row + width));
  }

  /** The variables that may be read after {@code insn}, whether it returns or throws. */
  public BitSet after(AbstractInsnNode insn) {
    Arrays.fill(live, 0);
    addSuccessors(insn);
    addHandlers(insn);
    return BitSet.valueOf(live);
  }

  /** Whether more is live before an instruction than was known. */
  private boolean update(AbstractInsnNode insn) {
    Arrays.fill(live, 0);
    addSuccessors(insn);
    applyVariable(insn);
    addHandlers(insn);
    int row = row(insn);
    boolean same = Arrays.equals(live, 0, width, rows, row, row + width);
    System.arraycopy(live, 0, rows, row, width);
    return !same;
  }

  private int row(AbstractInsnNode insn) {
    return code.indexOf(insn) * width;
  }

  private void addHandlers(AbstractInsnNode insn) {
    for (LabelNode handler : handlers[code.indexOf(insn)]) {
      add(handler);
    }
  }

  private void addSuccessors(AbstractInsnNode insn) {
    if (insn instanceof JumpInsnNode jump) {
      add(jump.label);
    } else if (insn.getType() == AbstractInsnNode.TABLESWITCH_INSN
        || insn.getType() == AbstractInsnNode.LOOKUPSWITCH_INSN) {
      Instructions.targets(insn).forEach(this::add);
    }
    if (Instructions.fallsThrough(insn) && insn.getNext() != null) {
      add(insn.getNext());
    }
  }

  private void add(AbstractInsnNode successor) {
    int row = row(successor);
    for (int i = 0; i < width; i++) {
      live[i] |= rows[row + i];
    }
  }

  private void applyVariable(AbstractInsnNode insn) {
    if (insn instanceof VarInsnNode variable) {
      set(variable.var, insn.getOpcode() <= Opcodes.ALOAD);
    } else if (insn instanceof IincInsnNode increment) {
      set(increment.var, true);
    }
  }

  private void set(int variable, boolean read) {
    long bit = 1L << variable;
    int word = variable / Long.SIZE;
    live[word] = read ? live[word] | bit : live[word] & ~bit;
  }
}
