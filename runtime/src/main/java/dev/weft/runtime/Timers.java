package dev.weft.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Delays for coroutines whose scheduler has no timers of its own: the JDK's shared one, no thread
 * of ours.
 */
public final class Timers {

  private Timers() {}

  /**
   * A time in nanoseconds; one of more than 292 years becomes {@link Long#MAX_VALUE}, and a
   * negative one zero.
   */
  public static long nanos(Duration time) {
    if (time.isNegative()) {
      return 0;
    }
    try {
      return time.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Runs {@code action} on the common pool after a delay.
   *
   * @return what to call to give it up and release what it holds
   */
  public static Runnable after(long nanos, Runnable action) {
    var timer = new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    var unused = timer.thenRunAsync(action);
    return () -> timer.cancel(false);
  }
}
