package dev.weft.transformer.analysis;

import dev.weft.transformer.model.Monitors;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides whether one method may suspend where it holds monitors, and which it releases then. */
final class MonitorRules {

  private static final String BELONGS =
      "but a monitor belongs to a thread and cannot be held while suspended; ";

  private static final String OR_RELEASE =
      "; or weave with monitors=release, which gives it up while suspended";

  private final MethodNode method;
  private final boolean isSynchronized;
  private final @Nullable MonitorDepth depth;
  private final @Nullable HeldMonitors held;

  MonitorRules(AsyncBody body, Monitors monitors) throws RefusedException {
    method = body.node();
    isSynchronized = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    boolean blocks = hasMonitors();
    depth = blocks ? new MonitorDepth(method) : null;
    held = blocks && monitors == Monitors.RELEASE ? new HeldMonitors(method) : null;
    String refusal = body.kind().refusalToSynchronize();
    if (refusal != null && isSynchronized) {
      throw new RefusedException(Instructions.firstLine(method), refusal);
    }
  }

  private boolean hasMonitors() {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  /** Whether a monitor may be held when an instruction runs. */
  boolean mayHold(AbstractInsnNode insn) {
    return isSynchronized || (depth != null && depth.heldAt(insn));
  }

  /**
   * The variables whose objects' monitors a suspension releases, outermost first.
   *
   * @param live the variables that are kept
   * @throws RefusedException if the method may not suspend here
   */
  List<Integer> release(AbstractInsnNode insn, BitSet live) throws RefusedException {
    if (!mayHold(insn)) {
      return List.of();
    }
    int line = Instructions.lineOf(insn);
    if (isSynchronized) {
      throw new RefusedException(
          line,
          "is synchronized and suspends, "
              + BELONGS
              + "guard the state with something that can be awaited, or suspend outside of the"
              + " synchronized part"
              + OR_RELEASE);
    }
    if (held == null) {
      throw new RefusedException(
          line,
          "suspends inside a synchronized block, "
              + BELONGS
              + "move the suspending call out of the block"
              + OR_RELEASE);
    }
    List<Integer> slots = held.heldAt(insn);
    if (slots == null || !slots.stream().allMatch(live::get)) {
      throw new RefusedException(
          line,
          "suspends while it holds a monitor, and does not enter and leave its monitors in pairs"
              + " as compilers write them, so that it is not clear which to give up; weave it"
              + " before such tools as obfuscators change it");
    }
    return slots;
  }
}
