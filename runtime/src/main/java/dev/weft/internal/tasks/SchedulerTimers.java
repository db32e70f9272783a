package dev.weft.internal.tasks;

import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.spi.Scheduler;
import dev.weft.spi.TimedScheduler;
import org.jspecify.annotations.Nullable;

/** Timers by the clock of a scheduler, if that has one. */
public final class SchedulerTimers {

  private SchedulerTimers() {}

  /**
   * Runs {@code action} after a delay, on any thread. Any thread.
   *
   * @return what gives it up, by {@link #cancel}
   */
  public static Runnable after(@Nullable Scheduler scheduler, long nanos, Runnable action) {
    return scheduler instanceof TimedScheduler timed
        ? timed.scheduleAfter(nanos, action)
        : Timers.after(nanos, action);
  }

  /** Gives a timer up; a scheduler that cannot is not to keep anything from ending. Any thread. */
  public static void cancel(Runnable timer) {
    try {
      timer.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }
}
