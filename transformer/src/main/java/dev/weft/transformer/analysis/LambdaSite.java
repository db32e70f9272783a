package dev.weft.transformer.analysis;

import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.Hierarchy;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * A lambda or method reference whose functional interface's method is {@code @Async}.
 *
 * @param insn the instruction that makes it
 * @param face internal name of the functional interface
 * @param method the interface's method
 * @param implementation the method that does the work
 */
public record LambdaSite(
    InvokeDynamicInsnNode insn, String face, AsyncMethod method, Handle implementation) {

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  /** The site that an instruction is, or null. */
  public static @Nullable LambdaSite of(AbstractInsnNode insn, Hierarchy hierarchy) {
    if (!(insn instanceof InvokeDynamicInsnNode lambda) || !isLambda(lambda)) {
      return null;
    }
    Type face = Type.getReturnType(lambda.desc);
    Type erased = (Type) lambda.bsmArgs[0];
    AsyncMethod method =
        hierarchy.resolve(face.getInternalName(), lambda.name, erased.getDescriptor());
    return method == null
        ? null
        : new LambdaSite(lambda, face.getInternalName(), method, (Handle) lambda.bsmArgs[1]);
  }

  /** Whether an instruction makes a lambda or method reference. */
  public static boolean isLambda(InvokeDynamicInsnNode insn) {
    return insn.bsm.getOwner().equals(METAFACTORY)
        && insn.bsmArgs.length >= 3
        && insn.bsmArgs[0] instanceof Type
        && insn.bsmArgs[1] instanceof Handle;
  }

  /** Whether the work is to make an object. */
  public boolean implementedByConstructor() {
    return implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
  }
}
