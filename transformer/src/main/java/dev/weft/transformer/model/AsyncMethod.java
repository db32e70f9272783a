package dev.weft.transformer.model;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * An {@code @Async} method as its callers see it.
 *
 * @param owner the class that declares it
 * @param method the declaration
 * @param kind which kind it is
 * @param linkage how a woven caller reaches its body
 * @param adapter what makes its return type task-like; null for types that the weaver knows
 */
public record AsyncMethod(
    ClassInfo owner,
    ClassInfo.Method method,
    Kind kind,
    Linkage linkage,
    @Nullable TaskAdapter adapter) {

  /** How sure it is that the body is there. */
  public enum Linkage {
    /** The class is certainly woven: call the body. */
    DIRECT,
    /** The class may not be woven: decide when the call is first made. */
    LATE
  }

  /** The same method reached another way. */
  public AsyncMethod with(Linkage other) {
    return new AsyncMethod(owner, method, kind, other, adapter);
  }

  /**
   * Whether a class that is not woven may override it, so that callers ask first; see {@code
   * dev.weft.internal.linking.ReceiverCheck}.
   */
  public static boolean isOverridable(int classAccess, int methodAccess) {
    int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    return (methodAccess & fixed) == 0 && (classAccess & Opcodes.ACC_FINAL) == 0;
  }

  /** See {@link #isOverridable(int, int)}. */
  public boolean isOverridable() {
    return isOverridable(owner.access(), method.access());
  }
}
