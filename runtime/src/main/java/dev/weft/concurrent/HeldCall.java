package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a suspended call of a {@code withLock}, or of a handler of a select: takes, calls
 * the body in the same coroutine, and gives back however that ends.
 *
 * <p>{@code state} says what the call waits for: what it takes, or its body.
 */
final class HeldCall extends Frame {

  /** What a call of the body by way of this takes of the stack, in words, about. */
  private static final int WORDS = 40;

  private static final int TAKING = 1;
  private static final int HOLDING = 2;

  private final Guarded guard;
  private final Call made;
  private final Object body;

  private HeldCall(Guarded guard, Call made, Object body, int state) {
    this.guard = guard;
    this.made = made;
    this.body = body;
    this.state = state;
  }

  /**
   * Makes the call.
   *
   * @param made the {@code withLock} that makes it
   * @param body an {@link AsyncCallable} or an {@link AsyncRunnable}
   */
  static @Nullable Object call(
      Guarded guard, Call made, Object body, int room, WovenCarrier carrier) {
    guard.enter(carrier);
    if (carrier.isUnwinding()) {
      link(guard, made, body, TAKING, carrier);
      return null;
    }
    return callHolding(guard, made, body, room, carrier);
  }

  /** {@link #call} for who holds it already. */
  static @Nullable Object callHolding(
      Guarded guard, Call made, Object body, int room, WovenCarrier carrier) {
    Object result = callBody(guard, body, room, carrier);
    if (carrier.isUnwinding()) {
      link(guard, made, body, HOLDING, carrier);
      return null;
    }
    guard.exit(carrier);
    return result;
  }

  private static void link(Guarded guard, Call made, Object body, int state, WovenCarrier carrier) {
    try {
      carrier.link(new HeldCall(guard, made, body, state));
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      if (state == HOLDING) {
        exitAfter(noMemory, guard, carrier);
      }
      throw noMemory;
    }
  }

  private static @Nullable Object callBody(
      Guarded guard, Object body, int room, WovenCarrier carrier) {
    try {
      if (body instanceof AsyncCallable<?> callable) {
        return BodyCalls.call(callable, room - WORDS, carrier);
      }
      BodyCalls.run((AsyncRunnable) body, room - WORDS, carrier);
      return null;
    } catch (Throwable failure) {
      exitAfter(failure, guard, carrier);
      throw SneakyThrow.sneaky(failure);
    }
  }

  private static void exitAfter(Throwable failure, Guarded guard, WovenCarrier carrier) {
    try {
      guard.exit(carrier);
    } catch (IllegalMonitorStateException givenBack) { // by the body
      Suppression.add(failure, givenBack);
    }
  }

  @Override
  protected int resume(Carrier thread) {
    WovenCarrier carrier = (WovenCarrier) thread;
    if (state == TAKING) {
      carrier.takeVoid();
      state = HOLDING;
      Object result = callBody(guard, body, carrier.room(), carrier);
      if (carrier.isUnwinding()) {
        carrier.linkAgain(this);
        return carrier.unwinding;
      }
      guard.exit(carrier);
      carrier.putObject(result);
    } else {
      Object result = bodyResult(carrier);
      guard.exit(carrier); // which may let others run here, so the result is taken before
      carrier.putObject(result);
    }
    return carrier.unwinding;
  }

  private @Nullable Object bodyResult(WovenCarrier carrier) {
    try {
      return carrier.takeObject();
    } catch (Throwable failure) {
      exitAfter(failure, guard, carrier);
      throw failure;
    }
  }

  @Override
  protected FrameSnapshot snapshot() {
    return made.snapshot(this);
  }
}
