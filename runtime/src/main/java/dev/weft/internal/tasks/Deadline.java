package dev.weft.internal.tasks;

import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.timers.ActionTimer;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.LateResults;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.spi.TimedScheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A suspended call of {@link Weft#withDeadline}: the frame of whoever waits for the body, which is
 * a coroutine of its own, and the timer's action.
 *
 * <p>The frame is resumed when the body is done, or when its own coroutine is cancelled, or meets
 * the failure of a scope. Then it cancels the body, too, and waits on, so that nothing of the body
 * runs after the call; each further request to cancel is passed on. If the scheduler ends, so does
 * the call; the body is then left {@linkplain #leaveBehind behind}.
 *
 * <p>The time that passes, and the first failure from outside, cancel the body once between them:
 * its finally blocks are not cut short by the second.
 *
 * <table>
 * <caption>Whose the body's result is</caption>
 * <tr><td>there before the caller met its cancellation, or after that</td><td>the caller's: the
 *     cancellation is met at its next suspension point</td></tr>
 * <tr><td>there after the caller met the failure of a scope, or when the scheduler has ended</td>
 *     <td>nobody's: closed if it can be</td></tr>
 * <tr><td>there after the call has ended by a second failure from outside</td><td>the same, by the
 *     thread that brings it</td></tr>
 * <tr><td>there after the time had passed</td><td>the caller's, late as it is</td></tr>
 * </table>
 */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "withDeadline",
    descriptor = "(Ljava/time/Duration;Ldev/weft/AsyncCallable;)Ljava/lang/Object;",
    file = "Weft.java",
    points = {})
public final class Deadline extends Frame {

  /** Closes what a body that was left behind returns, and reports what it throws. */
  private static final Waiter LEFT_BEHIND =
      new Waiter() {
        @Override
        protected void completed(Completion done) {
          Object late;
          try {
            late = done.result();
          } catch (CancellationException asItWasAsked) {
            return;
          } catch (Throwable failed) {
            UncaughtExceptions.report(Thread.currentThread(), failed);
            return;
          }
          LateResults.closeOrReport(late);
        }
      };

  private final Duration time;
  private final TaskCoroutine body;
  private Runnable timer = ActionTimer.NOTHING;

  /** What the caller met in place of the body's end, to be thrown after that. */
  private @Nullable Throwable interruption;

  /** Set by the timer before it cancels the body. */
  private volatile boolean passed;

  private Deadline(Duration time, TaskCoroutine body) {
    this.time = time;
    this.body = body;
  }

  /** To be called before the body's coroutine is made. */
  public static void check(Duration time, Object body, Carrier carrier) throws TimeoutException {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(body, "body");
    if (carrier.isGenerator()) {
      throw new IllegalStateException(
          "withDeadline was called in a generator, which suspends only to emit an element");
    }
    if (time.isZero() || time.isNegative()) {
      throw new TimeoutException("not begun within " + time);
    }
  }

  /**
   * Calls a body whose arguments have been checked.
   *
   * @param room how many words of stack the caller has left: its body has no more
   */
  public static @Nullable Object call(
      Duration time, TaskCoroutine body, int room, Carrier carrier) {
    long begun = System.nanoTime();
    CoroutineLocals locals = carrier.locals();
    if (locals != null && locals.isInScope()) {
      body.makeLocals().within(locals);
    }
    int used = Math.max(0, carrier.room() - room);
    carrier.useStack(used);
    try {
      body.run();
    } finally {
      carrier.useStack(-used);
    }
    if (!body.isDone()) {
      waitFor(time, body, begun, carrier);
      return null;
    }
    try {
      return body.result();
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  private static void waitFor(Duration time, TaskCoroutine body, long begun, Carrier carrier) {
    try {
      new Deadline(time, body).begin(begun, carrier);
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      leaveBehind(body);
      throw noMemory;
    }
  }

  /** Nobody waits for {@code body} any more: it is to end, and what it returns is handed back. */
  private static void leaveBehind(TaskCoroutine body) {
    body.subscribe(LEFT_BEHIND); // the only one, so there need be no memory
    boolean unused = body.cancel();
  }

  private void begin(long begun, Carrier carrier) {
    try {
      timer = body.after(left(begun), this::pass);
    } catch (Throwable refused) {
      interrupt(refused);
    }
    waitForBody(carrier);
  }

  /**
   * What is left of the time. Only where the scheduler's time is the JVM's: one with a clock of its
   * own says nothing of what has passed on that, and the JVM's time has nothing to do with it.
   */
  private long left(long begun) {
    long all = Timers.nanos(time);
    boolean clockOfItsOwn =
        body.scheduler() instanceof TimedScheduler timed && !(timed instanceof HostScheduler);
    return clockOfItsOwn ? all : Math.max(0, all - (System.nanoTime() - begun));
  }

  private void pass() {
    passed = true;
    boolean unused = body.cancelOnce();
  }

  private void interrupt(Throwable reason) {
    interruption = reason;
    boolean unused = body.cancelOnce();
  }

  /** The caller has met something once more, while the body was on its way out. */
  private void interruptAgain(Throwable first, Throwable reason) {
    if (reason instanceof CancellationException) {
      boolean unused = body.cancel();
    }
    interruption = Suppression.both(first, reason);
  }

  private void waitForBody(Carrier carrier) {
    carrier.suspendOn(body);
    carrier.link(this);
  }

  @Override
  protected int resume(Carrier carrier) throws Throwable {
    Object result;
    try {
      result = carrier.takeObject();
    } catch (Throwable failure) {
      failed(failure, carrier);
      return carrier.unwinding;
    }
    SchedulerTimers.cancel(timer);
    if (interruption != null && !defers(interruption, carrier)) {
      closeLate(result, interruption);
      throw interruption;
    }
    carrier.putObject(result);
    return carrier.unwinding;
  }

  private void failed(Throwable failure, Carrier carrier) throws Throwable {
    boolean fromOutside = failure != body.peekFailure();
    if (fromOutside && !body.isDone() && mayWait(carrier)) {
      if (interruption == null) {
        interrupt(failure);
      } else {
        interruptAgain(interruption, failure);
      }
      waitForBody(carrier);
      return;
    }
    SchedulerTimers.cancel(timer);
    if (fromOutside && body.isDone() && body.peekFailure() == null) {
      succeeded(failure, carrier);
      return;
    }
    if (fromOutside && !body.isDone()) {
      leaveBehind(body);
    } else if (fromOutside) {
      addFailureOfBody(failure);
    }
    if (fromOutside) {
      throw failure;
    }
    throw failure instanceof CancellationException
        ? ended(failure)
        : failedOnItsWayOut(failure, carrier);
  }

  /** Whether {@code met} is a cancellation, which the caller meets at its next suspension point. */
  private static boolean defers(Throwable met, Carrier carrier) {
    Coroutine caller = carrier.coroutine();
    if (caller == null || !caller.isOwnCancellation(met)) {
      return false;
    }
    caller.deferCancellation();
    return true;
  }

  /** The scheduler's end is met once by waiting for the body, which it cancels, and not twice. */
  private boolean mayWait(Carrier carrier) {
    return interruption == null || !carrier.isForcedOut();
  }

  /** The body may have failed by itself just when something else came from outside. */
  private void addFailureOfBody(Throwable fromOutside) {
    Throwable unheard = body.failure();
    if (unheard != null && !(unheard instanceof CancellationException)) {
      Suppression.add(fromOutside, unheard);
    }
  }

  /**
   * The body had a result when its caller met a failure from outside. It comes before a
   * cancellation; else it is too late, and handed back.
   */
  private void succeeded(Throwable fromOutside, Carrier carrier) throws Throwable {
    Object result = body.result();
    Throwable met =
        interruption == null ? fromOutside : Suppression.both(interruption, fromOutside);
    if (defers(met, carrier)) {
      carrier.putObject(result);
      return;
    }
    closeLate(result, met);
    throw met;
  }

  /** What the caller has met besides is not to be lost by a failure of the body. */
  private Throwable failedOnItsWayOut(Throwable failure, Carrier carrier) {
    if (interruption != null && !defers(interruption, carrier)) {
      Suppression.add(failure, interruption);
    }
    return failure;
  }

  /** Closes what nobody is going to get, if it can be closed. */
  static void closeLate(@Nullable Object result, Throwable instead) {
    if (result instanceof AutoCloseable late) {
      try {
        late.close();
      } catch (Throwable failed) {
        Suppression.add(instead, failed);
      }
    }
  }

  /** What the call throws now that a cancellation has ended the body. */
  private Throwable ended(Throwable cancellation) {
    if (interruption != null) {
      return interruption;
    }
    return passed ? tooLate(cancellation) : cancellation;
  }

  private TimeoutException tooLate(Throwable cancellation) {
    var tooLate = new TimeoutException("not done within " + time);
    tooLate.initCause(cancellation);
    return tooLate;
  }
}
