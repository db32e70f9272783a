package dev.weft.transformer.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The control flow of a method: which of its real instructions, numbered from 0 in code order, may
 * follow which, by falling through, jumping or throwing.
 */
final class ControlFlow {

  private final InsnList code;

  /** The number of the first real instruction at or behind each element of the code. */
  private final int[] position;

  private final AbstractInsnNode[] real;
  private final int[][] successors;

  ControlFlow(MethodNode method) {
    code = method.instructions;
    position = new int[code.size() + 1];
    var found = new ArrayList<AbstractInsnNode>();
    for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
      position[code.indexOf(insn)] = found.size();
      if (insn.getOpcode() >= 0) {
        found.add(insn);
      }
    }
    position[code.size()] = found.size();
    real = found.toArray(AbstractInsnNode[]::new);
    successors = new int[real.length][];
    List<List<Integer>> handlers = handlers(method);
    for (int i = 0; i < real.length; i++) {
      successors[i] = successors(i, handlers.get(i));
    }
  }

  private List<List<Integer>> handlers(MethodNode method) {
    var handlers = new ArrayList<List<Integer>>();
    for (int i = 0; i < real.length; i++) {
      handlers.add(List.of());
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      for (int i = position(block.start); i < position(block.end); i++) {
        if (handlers.get(i).isEmpty()) {
          handlers.set(i, new ArrayList<>());
        }
        handlers.get(i).add(position(block.handler));
      }
    }
    return handlers;
  }

  private int[] successors(int i, List<Integer> handlers) {
    List<LabelNode> targets = Instructions.targets(real[i]);
    int[] all = new int[targets.size() + handlers.size() + 1];
    int count = 0;
    if (Instructions.fallsThrough(real[i]) && i + 1 < real.length) {
      all[count++] = i + 1;
    }
    for (LabelNode target : targets) {
      all[count++] = position(target);
    }
    for (int handler : handlers) {
      all[count++] = handler;
    }
    return Arrays.copyOf(all, count);
  }

  /** How many real instructions there are. */
  int size() {
    return real.length;
  }

  /** The real instruction of a number. */
  AbstractInsnNode insn(int number) {
    return real[number];
  }

  /** The number of the first real instruction at or behind {@code insn}. */
  int position(AbstractInsnNode insn) {
    return position[code.indexOf(insn)];
  }

  /** What may come next after an instruction. */
  int[] successors(int number) {
    return successors[number];
  }

  /**
   * The label by which an instruction can be entered from other code: it has a stack map frame, in
   * which no object is still to be initialised, since that would be tied to one {@code new}. Null
   * if there is none.
   */
  @Nullable LabelNode entrance(int number) {
    FrameNode frame = null;
    for (AbstractInsnNode each = real[number].getPrevious();
        each != null && each.getOpcode() < 0;
        each = each.getPrevious()) {
      if (each instanceof FrameNode found) {
        frame = found;
      } else if (frame != null && each instanceof LabelNode label) {
        return isComplete(frame) ? label : null;
      }
    }
    return null;
  }

  private static boolean isComplete(FrameNode frame) {
    return frame.local.stream().noneMatch(LabelNode.class::isInstance)
        && frame.stack.stream().noneMatch(LabelNode.class::isInstance);
  }
}
