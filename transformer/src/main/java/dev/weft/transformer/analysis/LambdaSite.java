package dev.weft.transformer.analysis;

import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.Hierarchy;
import java.util.Arrays;
import java.util.List;
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

  private static final int SERIALIZABLE = 1;
  private static final int MARKERS = 2;
  private static final int BRIDGES = 4;

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

  /**
   * Whether the lambda is left as it is: what a lazy one makes runs by itself and needs no other
   * body, and for a method in several erasures there is no body yet.
   */
  public boolean staysPlain() {
    return method.kind().isLazy() || hasBridges();
  }

  /** Whether the lambda can be serialised. */
  public boolean isSerializable() {
    return (flags() & SERIALIZABLE) != 0;
  }

  /** Internal names of the interfaces without methods that the lambda implements, too. */
  public List<String> markers() {
    return Arrays.stream(insn.bsmArgs)
        .skip(5)
        .limit(markerCount())
        .map(marker -> ((Type) marker).getInternalName())
        .toList();
  }

  // The arguments from the fourth on: flags, [marker count, markers], [bridge count, bridges].

  private int markerCount() {
    return (flags() & MARKERS) == 0 ? 0 : (Integer) insn.bsmArgs[4];
  }

  private boolean hasBridges() {
    int at = (flags() & MARKERS) == 0 ? 4 : 5 + markerCount();
    return (flags() & BRIDGES) != 0 && (Integer) insn.bsmArgs[at] > 0;
  }

  /** The flags of a lambda made by the JDK's alternative bootstrap; 0 by the plain one. */
  private int flags() {
    Object[] arguments = insn.bsmArgs;
    return arguments.length > 3 && arguments[3] instanceof Integer flags ? flags : 0;
  }
}
