package dev.weft.woven;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Delay;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.Stages;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The suspension points themselves: what {@code Weft.await} and its kin are compiled into.
 *
 * <p>Each returns at once if it need not suspend; otherwise it sets {@link WovenCarrier#unwinding}
 * and returns a dummy.
 */
public final class Suspend {

  private Suspend() {}

  /** Waits for a task. */
  public static @Nullable Object await(Completion awaited, WovenCarrier carrier) throws Throwable {
    if (awaited.isDone()) {
      carrier.refuseInGenerator();
      return awaited.result();
    }
    carrier.refuseToAwaitItself(awaited);
    carrier.suspendOn(awaited);
    return null;
  }

  /** Waits for a stage of any kind. */
  public static @Nullable Object await(CompletionStage<?> awaited, WovenCarrier carrier)
      throws Throwable {
    if (awaited instanceof CompletableFuture<?> future) {
      carrier.refuseInGenerator();
      Object result =
          Stages.leavesNothing(future) ? Stages.resultNow(future) : Stages.resultOf(future);
      if (result != Stages.NOT_DONE) {
        return result;
      }
    } else if (awaited instanceof Completion task) {
      return await(task, carrier);
    }
    if (awaited == null) {
      throw new NullPointerException("await(null): there is nothing to wait for");
    }
    carrier.refuseInGenerator();
    Event event = Stages.event(awaited);
    if (event instanceof Completion result) {
      return await(result, carrier);
    }
    carrier.suspendOn(event);
    return null;
  }

  /**
   * Waits for the stage that a task method returned, in tail position.
   *
   * @param where the method, for the message if {@code returned} is null
   */
  public static @Nullable Object returned(
      @Nullable CompletionStage<?> returned, WovenCarrier carrier, String where) throws Throwable {
    if (returned == null) {
      throw new NullPointerException(
          where + " returned null as its task; return Task.completed(null) if there is no result");
    }
    return await(returned, carrier);
  }

  /** Lets others run. */
  public static void yieldNow(WovenCarrier carrier) {
    carrier.suspendToYield();
  }

  /** Goes on after {@code time}; at once if it is not positive. */
  public static void delay(Duration time, WovenCarrier carrier) {
    Objects.requireNonNull(time, "time");
    if (time.isZero() || time.isNegative()) {
      carrier.refuseInGenerator();
      return;
    }
    carrier.suspendOn(new Delay(time));
  }

  /** Hands one element out of a generator. */
  public static void emit(@Nullable Object element, WovenCarrier carrier) {
    carrier.suspendToEmit(element);
  }
}
