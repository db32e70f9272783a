package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which monitors a method holds at each instruction, as the local variables that hold their
 * objects, outermost first.
 *
 * <p>Compilers keep the object of a {@code synchronized} block in a variable of its own from before
 * the {@code monitorenter} to the {@code monitorexit}, on every path. A forward flow follows these
 * variables; where code does it in another way (monitors left in another order than entered, paths
 * that meet with different ones) it says that it does not know.
 */
public final class HeldMonitors {

  /** Held monitors, or that they are not known. */
  private record State(boolean known, List<Integer> slots) {
    static final State NONE = new State(true, List.of());
    static final State UNKNOWN = new State(false, List.of());

    State enter(int slot) {
      var more = new ArrayList<>(slots);
      more.add(slot);
      return new State(known, List.copyOf(more));
    }

    State exit() {
      return new State(known, slots.subList(0, slots.size() - 1));
    }
  }

  private final MethodNode method;
  private final InsnList code;
  private final @Nullable State[] before;
  private final ArrayDeque<Integer> work = new ArrayDeque<>();

  /** Analyses a method. */
  public HeldMonitors(MethodNode method) {
    this.method = method;
    code = method.instructions;
    before = new State[code.size()];
    if (code.size() > 0) {
      reach(0, State.NONE);
    }
    while (!work.isEmpty()) {
      flow(work.remove());
    }
  }

  /**
   * The variables whose objects' monitors are held when {@code insn} runs, outermost first; null if
   * that is not known.
   */
  public @Nullable List<Integer> heldAt(AbstractInsnNode insn) {
    State state = before[code.indexOf(insn)];
    return state == null || !state.known ? null : state.slots;
  }

  private void reach(int index, State state) {
    State seen = before[index];
    State merged = seen == null || seen.equals(state) ? state : State.UNKNOWN;
    if (!merged.equals(seen)) {
      before[index] = merged;
      work.add(index);
    }
  }

  private void flow(int index) {
    State state = before[index];
    if (state == null) {
      return;
    }
    AbstractInsnNode insn = code.get(index);
    if (insn.getOpcode() >= 0) {
      flowToHandlers(index, state);
    }
    State next = state.known ? after(insn, state) : state;
    for (LabelNode target : Instructions.targets(insn)) {
      reach(code.indexOf(target), next);
    }
    if (Instructions.fallsThrough(insn) && insn.getNext() != null) {
      reach(index + 1, next);
    }
  }

  /** An instruction that throws has not had its effect. */
  private void flowToHandlers(int index, State state) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (index >= code.indexOf(block.start) && index < code.indexOf(block.end)) {
        reach(code.indexOf(block.handler), state);
        if (block.type == null) {
          return; // it catches everything: no handler further out sees this instruction throw
        }
      }
    }
  }

  private static State after(AbstractInsnNode insn, State state) {
    return switch (insn.getOpcode()) {
      case Opcodes.MONITORENTER -> {
        int slot = enteredSlot(insn);
        yield slot < 0 ? State.UNKNOWN : state.enter(slot);
      }
      case Opcodes.MONITOREXIT -> leavesInnermost(insn, state) ? state.exit() : State.UNKNOWN;
      default -> overwrites(insn, state) ? State.UNKNOWN : state;
    };
  }

  /** {@code aload n; monitorenter} or {@code dup; astore n; monitorenter}. */
  private static int enteredSlot(AbstractInsnNode enter) {
    AbstractInsnNode last = Instructions.previous(enter);
    if (!(last instanceof VarInsnNode variable)) {
      return -1;
    }
    if (last.getOpcode() == Opcodes.ALOAD) {
      return variable.var;
    }
    AbstractInsnNode first = Instructions.previous(last);
    boolean copied = first != null && first.getOpcode() == Opcodes.DUP;
    return copied && last.getOpcode() == Opcodes.ASTORE ? variable.var : -1;
  }

  private static boolean leavesInnermost(AbstractInsnNode exit, State state) {
    return !state.slots.isEmpty()
        && Instructions.previous(exit) instanceof VarInsnNode variable
        && variable.getOpcode() == Opcodes.ALOAD
        && variable.var == state.slots.get(state.slots.size() - 1);
  }

  private static boolean overwrites(AbstractInsnNode insn, State state) {
    if (!(insn instanceof VarInsnNode variable) || insn.getOpcode() < Opcodes.ISTORE) {
      return false;
    }
    boolean wide = insn.getOpcode() == Opcodes.LSTORE || insn.getOpcode() == Opcodes.DSTORE;
    return state.slots.contains(variable.var) || (wide && state.slots.contains(variable.var + 1));
  }
}
