package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Frame;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Sneaky;
import dev.weft.runtime.Timers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A suspended call of {@link Weft#withDeadline}: the frame of whoever waits for the body, which is
 * a coroutine of its own, and the timer's action.
 *
 * <p>The frame is resumed when the body is done, or when its own coroutine is cancelled. Then it
 * cancels the body, too, and waits on, so that nothing of the body runs after the call; what comes
 * from outside once more (the scheduler ends) is not waited for again.
 */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "withDeadline",
    descriptor = "(Ljava/time/Duration;Ldev/weft/AsyncCallable;)Ljava/lang/Object;",
    file = "Weft.java",
    points = {})
final class Deadline extends Frame {

  private final Duration time;
  private final CoroutineTask<?> body;
  private Runnable timer = ActionTimer.NOTHING;

  /** What the caller met in place of the body's end, to be thrown after that. */
  private @Nullable Throwable interruption;

  /** Set by the timer before it cancels the body. */
  private volatile boolean passed;

  private Deadline(Duration time, CoroutineTask<?> body) {
    this.time = time;
    this.body = body;
  }

  static @Nullable Object call(Duration time, CoroutineTask<?> body, Carrier carrier)
      throws TimeoutException {
    if (carrier.isGenerator()) {
      throw new IllegalStateException(
          "withDeadline was called in a generator, which suspends only to emit an element");
    }
    if (time.isZero() || time.isNegative()) {
      throw new TimeoutException("not begun within " + time);
    }
    long begun = System.nanoTime();
    body.run();
    if (!body.isDone()) {
      new Deadline(time, body).begin(begun, carrier);
      return null;
    }
    try {
      return body.result();
    } catch (Throwable failure) {
      throw Sneaky.sneaky(failure);
    }
  }

  private void begin(long begun, Carrier carrier) {
    try {
      timer = body.after(Math.max(0, Timers.nanos(time) - (System.nanoTime() - begun)), this::pass);
    } catch (Throwable refused) {
      interrupt(refused);
    }
    waitForBody(carrier);
  }

  private void pass() {
    passed = true;
    boolean unused = body.cancel();
  }

  private void interrupt(Throwable reason) {
    interruption = reason;
    boolean unused = body.cancel();
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
    timer.run();
    if (interruption != null) {
      throw interruption;
    }
    carrier.putObject(result);
    return carrier.unwinding;
  }

  private void failed(Throwable failure, Carrier carrier) throws Throwable {
    boolean fromOutside = failure != body.failure();
    if (fromOutside && interruption == null && !body.isDone()) {
      interrupt(failure);
      waitForBody(carrier);
      return;
    }
    timer.run();
    throw fromOutside || !(failure instanceof CancellationException) ? failure : ended(failure);
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
