package dev.weft.internal.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an event loop.
 *
 * @param threads makes the loop's thread
 * @param grace how long coroutines may take to end when the loop is shut down
 * @param blockingThreads how many threads the loop may have for what blocks
 * @param stallThreshold how long a step may hold the loop, in nanoseconds; 0 to measure nothing
 * @param stalls told of steps that hold it for longer; null if nothing is measured
 */
public record LoopSettings(
    LoopThreads threads,
    Duration grace,
    int blockingThreads,
    long stallThreshold,
    @Nullable StallListener stalls) {

  /** Makes the thread of a loop. */
  @FunctionalInterface
  public interface LoopThreads {
    /** A thread that runs {@code loop}, not started. */
    Thread newThread(Runnable loop);
  }

  /** Told of a step that holds a loop for too long, while it does. */
  @FunctionalInterface
  public interface StallListener {
    /**
     * Told on the watchdog's thread.
     *
     * @param loop the loop
     * @param nanos how long at least
     * @param stack what the loop's thread was doing, innermost first
     */
    void stalled(LoopScheduler loop, long nanos, StackTraceElement[] stack);
  }

  @Nullable Watchdog watchdog(LoopScheduler loop, Thread thread) {
    StallListener listener = stalls;
    return listener == null
        ? null
        : new Watchdog(
            thread, stallThreshold, (nanos, stack) -> listener.stalled(loop, nanos, stack));
  }
}
