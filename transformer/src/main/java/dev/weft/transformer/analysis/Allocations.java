package dev.weft.transformer.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The labels by which types name objects that are not initialised: each stands before the {@code
 * new} that made the object.
 *
 * <p>The analysis takes the first label since the instruction before, a stack map frame whichever
 * it was read with. Where code was put in, there may be several; the frames are made to name the
 * first as well.
 */
final class Allocations {

  private Allocations() {}

  /** Puts a label right before each {@code new}, and lets all types name it in one way. */
  static void label(MethodNode method) {
    Map<LabelNode, LabelNode> first = new HashMap<>();
    InsnList code = method.instructions;
    for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
      if (insn.getOpcode() == Opcodes.NEW) {
        code.insertBefore(insn, new LabelNode());
        nameFirst(insn, first);
      }
    }
    if (first.isEmpty()) {
      return;
    }
    for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
      if (insn instanceof FrameNode frame) {
        frame.local = renamed(frame.local, first);
        frame.stack = renamed(frame.stack, first);
      }
    }
  }

  private static void nameFirst(AbstractInsnNode allocation, Map<LabelNode, LabelNode> first) {
    AbstractInsnNode start = allocation;
    while (start.getPrevious() != null && start.getPrevious().getOpcode() < 0) {
      start = start.getPrevious();
    }
    LabelNode name = null;
    for (AbstractInsnNode each = start; each != allocation; each = each.getNext()) {
      if (each instanceof LabelNode label) {
        name = name == null ? label : name;
        if (label != name) {
          first.put(label, name);
        }
      }
    }
  }

  private static @Nullable List<Object> renamed(
      @Nullable List<Object> types, Map<LabelNode, LabelNode> first) {
    if (types == null || types.stream().noneMatch(first::containsKey)) {
      return types;
    }
    return types.stream().map(type -> renamed(type, first)).toList();
  }

  private static Object renamed(Object type, Map<LabelNode, LabelNode> first) {
    LabelNode name = type instanceof LabelNode ? first.get(type) : null;
    return name == null ? type : name;
  }
}
