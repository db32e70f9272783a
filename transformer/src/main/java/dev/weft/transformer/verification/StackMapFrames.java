package dev.weft.transformer.verification;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** The stack map of a method: what it says of variables and stack, by instruction. */
final class StackMapFrames {

  private static final BasicValue NULL = new BasicValue(Type.getObjectType("null"));

  private final MethodNode method;
  private final StrictVerifier verifier;
  private final @Nullable FrameNode[] declared;

  StackMapFrames(MethodNode method, StrictVerifier verifier) {
    this.method = method;
    this.verifier = verifier;
    declared = new FrameNode[method.instructions.size()];
    FrameNode pending = null;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame) {
        pending = frame;
      } else if (insn.getOpcode() >= 0 && pending != null) {
        declared[method.instructions.indexOf(insn)] = pending;
        pending = null;
      }
    }
  }

  /** What is declared before an instruction, or null. */
  @Nullable Frame<BasicValue> before(AbstractInsnNode insn) {
    FrameNode node = declared[method.instructions.indexOf(insn)];
    return node == null ? null : frame(node);
  }

  /** What is declared where a label stands, or null. */
  @Nullable Frame<BasicValue> at(LabelNode label) {
    AbstractInsnNode insn = instructionAt(label);
    return insn == null ? null : before(insn);
  }

  private static @Nullable AbstractInsnNode instructionAt(LabelNode label) {
    AbstractInsnNode insn = label;
    while (insn != null && insn.getOpcode() < 0) {
      insn = insn.getNext();
    }
    return insn;
  }

  /** Unlike the stack, variables have an entry for each word. */
  private Frame<BasicValue> frame(FrameNode node) {
    var frame = new Frame<BasicValue>(method.maxLocals, method.maxStack);
    int slot = 0;
    for (Object each : node.local == null ? List.of() : node.local) {
      BasicValue value = value(each);
      frame.setLocal(slot++, value);
      if (value.getSize() == 2) {
        frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
      }
    }
    while (slot < method.maxLocals) {
      frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
    }
    for (Object each : node.stack == null ? List.of() : node.stack) {
      frame.push(value(each));
    }
    return frame;
  }

  private BasicValue value(Object type) {
    if (type instanceof String name) {
      return verifier.object(name);
    }
    if (type instanceof LabelNode label) {
      AbstractInsnNode made = Objects.requireNonNull(instructionAt(label));
      return new UninitializedValue(typeMade(made), method.instructions.indexOf(made));
    }
    if (type.equals(Opcodes.UNINITIALIZED_THIS)) {
      return new UninitializedValue(verifier.ownType(), UninitializedValue.THIS);
    }
    if (type.equals(Opcodes.NULL)) {
      return NULL;
    }
    if (type.equals(Opcodes.INTEGER)) {
      return BasicValue.INT_VALUE;
    }
    if (type.equals(Opcodes.LONG)) {
      return BasicValue.LONG_VALUE;
    }
    if (type.equals(Opcodes.FLOAT)) {
      return BasicValue.FLOAT_VALUE;
    }
    return type.equals(Opcodes.DOUBLE) ? BasicValue.DOUBLE_VALUE : BasicValue.UNINITIALIZED_VALUE;
  }

  private static Type typeMade(AbstractInsnNode made) {
    if (made instanceof TypeInsnNode type && made.getOpcode() == Opcodes.NEW) {
      return Type.getObjectType(type.desc);
    }
    throw new IndexOutOfBoundsException("a stack map names an object that no new makes");
  }
}
