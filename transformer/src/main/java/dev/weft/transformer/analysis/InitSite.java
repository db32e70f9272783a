package dev.weft.transformer.analysis;

import java.util.List;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * A constructor call whose object was made, by {@code new}, before a suspension point among its
 * arguments.
 *
 * @param insn the constructor call
 * @param made the {@code new} that it belongs to
 * @param stack the operand stack between the lowest other reference to the object and the receiver,
 *     bottom first; references to the object are {@linkplain Value#isUninitialized uninitialised}
 *     values whose type equals {@code label}
 * @param locals the local variables that refer to the object
 * @param label what stands for the object among the types
 */
public record InitSite(
    MethodInsnNode insn, TypeInsnNode made, List<Value> stack, List<Integer> locals, Object label) {

  /** Whether a value is another reference to the object. */
  public boolean isCopy(Value value) {
    return value.type() == label;
  }
}
