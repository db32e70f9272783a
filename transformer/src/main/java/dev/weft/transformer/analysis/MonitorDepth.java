package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * How many monitors a method may hold at each instruction: a forward flow that keeps the larger
 * count where paths meet, so that it never says none where there may be one.
 */
public final class MonitorDepth {

  private static final int UNREACHED = -1;

  /**
   * More than any compiler nests; stops code whose monitors do not balance from counting for ever.
   */
  private static final int LIMIT = 64;

  private final InsnList code;
  private final int[] depth;
  private final ArrayDeque<Integer> work = new ArrayDeque<>();

  /** Analyses a method. */
  public MonitorDepth(MethodNode method) {
    code = method.instructions;
    depth = new int[code.size()];
    Arrays.fill(depth, UNREACHED);
    if (code.size() > 0) {
      reach(0, 0);
    }
    while (!work.isEmpty()) {
      flow(method, work.remove());
    }
  }

  /** Whether a monitor may be held when {@code insn} runs. */
  public boolean heldAt(AbstractInsnNode insn) {
    return depth[code.indexOf(insn)] > 0;
  }

  private void reach(int index, int count) {
    if (depth[index] < count && count <= LIMIT) {
      depth[index] = count;
      work.add(index);
    }
  }

  private void flow(MethodNode method, int index) {
    AbstractInsnNode insn = code.get(index);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (index >= code.indexOf(block.start) && index < code.indexOf(block.end)) {
        reach(code.indexOf(block.handler), depth[index]);
        if (block.type == null) {
          break; // it catches everything: no handler further out sees this instruction throw
        }
      }
    }
    int next = depth[index];
    if (insn.getOpcode() == Opcodes.MONITORENTER) {
      next++;
    } else if (insn.getOpcode() == Opcodes.MONITOREXIT) {
      next = Math.max(0, next - 1);
    }
    for (LabelNode target : Instructions.targets(insn)) {
      reach(code.indexOf(target), next);
    }
    if (Instructions.fallsThrough(insn) && insn.getNext() != null) {
      reach(index + 1, next);
    }
  }
}
