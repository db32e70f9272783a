package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.spi.Scheduler;
import dev.weft.spi.TimedScheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The limit of time of one wait, by the clock of the scheduler of who waits if that has one. */
final class ChannelTimer {

  private ChannelTimer() {}

  /**
   * Runs {@code action} after {@code time}, on any thread.
   *
   * @return what gives it up, by {@link #stop}
   */
  static Runnable start(Duration time, Runnable action, Carrier carrier) {
    return start(time, action, TaskCoroutine.inherited(carrier));
  }

  /** The same by the clock of {@code scheduler}. */
  static Runnable start(Duration time, Runnable action, @Nullable Scheduler scheduler) {
    long nanos = Timers.nanos(time);
    return scheduler instanceof TimedScheduler timed
        ? timed.scheduleAfter(nanos, action)
        : Timers.after(nanos, action);
  }

  /** Gives a timer up; a scheduler that cannot is not to keep a call from ending. */
  static void stop(Runnable timer) {
    try {
      timer.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }
}
