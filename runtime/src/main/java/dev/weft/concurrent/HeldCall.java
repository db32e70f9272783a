package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.linking.BodyCaller;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import dev.weft.woven.WovenCarrier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a suspended call of a {@code withLock}: takes, calls the body in the same coroutine,
 * and gives back however that ends.
 *
 * <p>{@code state} says what the call waits for: what it takes, or its body.
 */
final class HeldCall extends Frame {

  private static final BodyCaller CALLABLE =
      new BodyCaller(AsyncCallable.class, "call", Object.class, WovenCarrier.class);

  private static final BodyCaller RUNNABLE =
      new BodyCaller(AsyncRunnable.class, "run", void.class, WovenCarrier.class);

  /** What a call of the body by way of this takes of the stack, in words, about. */
  private static final int WORDS = 40;

  private static final int TAKING = 1;
  private static final int HOLDING = 2;

  private final Guarded guard;
  private final String owner;
  private final Object body;

  private HeldCall(Guarded guard, String owner, Object body, int state) {
    this.guard = guard;
    this.owner = owner;
    this.body = body;
    this.state = state;
  }

  /**
   * Makes the call.
   *
   * @param owner the class whose {@code withLock} it is, without the package
   * @param body an {@link AsyncCallable} or an {@link AsyncRunnable}
   */
  static @Nullable Object call(
      Guarded guard, String owner, Object body, int room, WovenCarrier carrier) {
    guard.enter(carrier);
    if (carrier.isUnwinding()) {
      link(guard, owner, body, TAKING, carrier);
      return null;
    }
    Object result = callBody(guard, body, room, carrier);
    if (carrier.isUnwinding()) {
      link(guard, owner, body, HOLDING, carrier);
      return null;
    }
    guard.exit(carrier);
    return result;
  }

  private static void link(
      Guarded guard, String owner, Object body, int state, WovenCarrier carrier) {
    try {
      carrier.link(new HeldCall(guard, owner, body, state));
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
        if (CALLABLE.hasBody(callable)) {
          return callable.call(room - WORDS, carrier);
        }
        CALLABLE.callOrdinary(callable, carrier);
      } else {
        AsyncRunnable runnable = (AsyncRunnable) body;
        if (RUNNABLE.hasBody(runnable)) {
          runnable.run(room - WORDS, carrier);
        } else {
          RUNNABLE.callOrdinary(runnable, carrier);
        }
      }
      return null;
    } catch (Throwable failure) {
      exitAfter(failure, guard, carrier);
      throw SneakyThrow.sneaky(failure);
    }
  }

  private static void exitAfter(Throwable failure, Guarded guard, Carrier carrier) {
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

  private @Nullable Object bodyResult(Carrier carrier) {
    try {
      return carrier.takeObject();
    } catch (Throwable failure) {
      exitAfter(failure, guard, carrier);
      throw failure;
    }
  }

  @Override
  protected FrameSnapshot snapshot() {
    String file = owner.indexOf('$') < 0 ? owner : owner.substring(0, owner.indexOf('$'));
    String name = "dev.weft.concurrent." + owner;
    return new FrameSnapshot(
        name, "withLock", file + ".java", 0, "", List.of(), getClass().getName());
  }
}
