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

/**
 * The control flow of a method: which of its real instructions, numbered from 0 in code order, may
 * follow which, by falling through, jumping or throwing.
 */
final class ControlFlow {

  private final InsnList code;
  private final List<AbstractInsnNode> real = new ArrayList<>();

  /** The number of the first real instruction at or behind each element of the code. */
  private final int[] position;

  private final int[][] successors;
  private final @Nullable LabelNode[] entrances;

  ControlFlow(MethodNode method) {
    code = method.instructions;
    position = new int[code.size() + 1];
    for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
      position[code.indexOf(insn)] = real.size();
      if (insn.getOpcode() >= 0) {
        real.add(insn);
      }
    }
    position[code.size()] = real.size();
    successors = new int[real.size()][];
    entrances = new @Nullable LabelNode[real.size()];
    LabelNode[][] handlers = Handlers.of(method);
    for (AbstractInsnNode insn : real) {
      int number = position(insn);
      successors[number] = successors(insn, handlers[code.indexOf(insn)]);
      entrances[number] = entranceOf(insn);
    }
  }

  private int[] successors(AbstractInsnNode insn, LabelNode[] handlers) {
    List<LabelNode> targets = Instructions.targets(insn);
    int[] all = new int[targets.size() + handlers.length + 1];
    int count = 0;
    int next = position(insn) + 1;
    if (Instructions.fallsThrough(insn) && next < successors.length) {
      all[count++] = next;
    }
    for (LabelNode target : targets) {
      all[count++] = position(target);
    }
    for (LabelNode handler : handlers) {
      all[count++] = position(handler);
    }
    return Arrays.copyOf(all, count);
  }

  private static @Nullable LabelNode entranceOf(AbstractInsnNode insn) {
    FrameNode frame = null;
    for (AbstractInsnNode each = insn.getPrevious();
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

  /** How many real instructions there are. */
  int size() {
    return successors.length;
  }

  /** The real instruction of a number. */
  AbstractInsnNode at(int number) {
    return real.get(number);
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
    return entrances[number];
  }
}
