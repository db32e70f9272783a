package dev.weft.internal.tasks;

import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.UninterruptibleFrame;
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
public final class Deadline extends UninterruptibleFrame {

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
      meet(refused, carrier);
      boolean unused = body.cancelOnce();
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
    handOver(result, carrier);
    return carrier.unwinding;
  }

  private void failed(Throwable failure, Carrier carrier) throws Throwable {
    if (failure != body.peekFailure()) {
      interrupted(failure, carrier);
      return;
    }
    SchedulerTimers.cancel(timer);
    throw failure instanceof CancellationException
        ? ended(failure, carrier)
        : failedOnItsWayOut(failure, carrier);
  }

  /** Something came from outside. The body is told so, and waited for if it is not done. */
  private void interrupted(Throwable fromOutside, Carrier carrier) throws Throwable {
    boolean again = hasMet();
    boolean askedBefore = hasMetCancellation();
    meet(fromOutside, carrier);
    if (!body.isDone() && !(again && carrier.isForcedOut())) { // its end is met once by waiting
      cancelBody(askedBefore && carrier.isOwnCancellation(fromOutside));
      waitForBody(carrier);
      return;
    }
    SchedulerTimers.cancel(timer);
    if (body.isDone() && body.peekFailure() == null) {
      handOver(body.result(), carrier);
      return;
    }
    Throwable met = thrown(carrier);
    if (body.isDone()) {
      addFailureOfBody(met);
    } else {
      leaveBehind(body);
    }
    throw met;
  }

  private void cancelBody(boolean askedAgain) {
    boolean unused = askedAgain ? body.cancel() : body.cancelOnce();
  }

  /** The body may have failed by itself just when something else came from outside. */
  private void addFailureOfBody(Throwable fromOutside) {
    Throwable unheard = body.failure();
    if (unheard != null && !(unheard instanceof CancellationException)) {
      Suppression.add(fromOutside, unheard);
    }
  }

  /**
   * Returns what the body has come to. That comes before a cancellation of the caller; for a
   * failure from outside it is too late, and is handed back.
   */
  private void handOver(@Nullable Object result, Carrier carrier) throws Throwable {
    if (metFailure() != null) {
      Throwable met = thrown(carrier);
      closeLate(result, met);
      throw met;
    }
    putOff(carrier);
    carrier.putObject(result);
  }

  /** What the caller has met besides is not to be lost by a failure of the body. */
  private Throwable failedOnItsWayOut(Throwable failure, Carrier carrier) {
    Throwable met = metFailure();
    if (met != null) {
      Suppression.add(failure, met);
    }
    putOff(carrier);
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
  private Throwable ended(Throwable cancellation, Carrier carrier) {
    if (hasMet()) {
      return thrown(carrier);
    }
    return passed ? tooLate(cancellation) : cancellation;
  }

  private TimeoutException tooLate(Throwable cancellation) {
    var tooLate = new TimeoutException("not done within " + time);
    tooLate.initCause(cancellation);
    return tooLate;
  }
}
