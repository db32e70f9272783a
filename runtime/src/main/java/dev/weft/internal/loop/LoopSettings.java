package dev.weft.internal.loop;

import dev.weft.internal.engine.Coroutine;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an event loop.
 *
 * @param threads makes the loop's thread
 * @param grace how long coroutines may take to end when the loop is shut down
 * @param blockingThreads how many threads the loop may have for what blocks
 * @param stallThreshold how long a step may hold the loop, in nanoseconds; 0 for what is noticed by
 *     default
 * @param stalls told of steps that hold it for longer
 * @param tellsAllStalls whether it is told of each that is noticed by default; else once of a place
 */
public record LoopSettings(
    LoopThreads threads,
    Duration grace,
    int blockingThreads,
    long stallThreshold,
    StallListener stalls,
    boolean tellsAllStalls) {

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
     * @param runs the coroutine whose step it is; null if it is none's
     * @return told when the step is over, and how long it has taken, as far as that was noticed
     */
    LongConsumer stalled(
        LoopScheduler loop, long nanos, StackTraceElement[] stack, @Nullable Coroutine runs);
  }

  @Nullable Watchdog watchdog(LoopScheduler loop, Thread thread) {
    StallListener listener = stalls;
    return stallThreshold == 0
        ? null
        : new Watchdog(
            thread,
            stallThreshold,
            (nanos, stack, runs) -> listener.stalled(loop, nanos, stack, runs));
  }
}
