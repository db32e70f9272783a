package dev.weft.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Delays for coroutines whose scheduler has no timers of its own: the JDK's shared one, no thread
 * of ours.
 */
public final class Timers {

  private Timers() {}

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
