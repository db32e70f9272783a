package dev.weft.internal.timers;

import java.time.Duration;

/**
 * Delays for coroutines whose scheduler has no timers of its own, and for those that have none
 * because ordinary code has begun them; these go on where their delays end.
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
   * Runs {@code action} after a delay, on one of a few daemon threads that all of Weft shares: see
   * {@link TimerThreads}. What it throws goes to that thread's handler of uncaught exceptions. Any
   * thread.
   *
   * @param nanos how long from now
   * @param action what to run; it may block, though it should not
   * @return what to call to give it up and release what it holds; any thread, any number of times
   */
  public static Runnable after(long nanos, Runnable action) {
    return TimerThreads.after(nanos, action);
  }
}
