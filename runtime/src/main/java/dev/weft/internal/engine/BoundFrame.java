package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The frame of a call that has bound values and suspended: puts back those from before when its
 * callee is done, and hands on what that gave.
 *
 * <p>The values stay where they are while the call is suspended: they are the coroutine's, whose
 * steps all are part of the call until then. So nothing is done when it goes on.
 */
@FrameLayout(
    owner = "dev.weft.concurrent.Context$Bindings",
    method = "call",
    descriptor = "(Ldev/weft/AsyncCallable;)Ljava/lang/Object;",
    file = "Context.java",
    points = {})
public final class BoundFrame extends Frame {

  private final @Nullable Object before;

  BoundFrame(@Nullable Object before) {
    this.before = before;
  }

  /** What is bound where a call is about to be made. */
  public static @Nullable Object values(Carrier carrier) {
    return ContextSnapshot.values(running(carrier));
  }

  /**
   * Binds {@code values} for a call that is about to be made.
   *
   * @return what was bound before, to be given to {@link #leave} or {@link #failed}
   */
  public static @Nullable Object enter(@Nullable Object values, Carrier carrier) {
    return ContextSnapshot.bind(values, running(carrier));
  }

  /** Ends a call that has returned, finished or unwinding. */
  public static void leave(@Nullable Object before, Carrier carrier) {
    if (!carrier.isUnwinding()) {
      var unused = ContextSnapshot.bind(before, running(carrier));
      return;
    }
    try {
      carrier.link(new BoundFrame(before));
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      failed(before, carrier);
      throw noMemory;
    }
  }

  /** Ends a call that has thrown. */
  public static void failed(@Nullable Object before, Carrier carrier) {
    var unused = ContextSnapshot.bind(before, running(carrier));
  }

  /**
   * Binds what a generator has for the rest of it, which another generator is about to run in its
   * own steps; what was bound before is put back when that is done.
   */
  static void putBelow(Frame rest, @Nullable ContextSnapshot own, Carrier carrier) {
    Object values = own == null ? null : own.values();
    Object outer = enter(values, carrier);
    if (values != outer) {
      Frame root = rest;
      while (root.parent != null) {
        root = root.parent;
      }
      root.parent = new BoundFrame(outer);
    }
  }

  /** A generator runs inside whatever asks it; that has the values. */
  private static Carrier running(Carrier carrier) {
    return carrier.isGenerator() ? Carrier.current() : carrier;
  }

  @Override
  protected int resume(Carrier carrier) {
    var unused = ContextSnapshot.bind(before, running(carrier));
    return Unwinding.NOT; // the result, or the failure, is the next one's to take
  }
}
