package dev.weft.concurrent;

import dev.weft.concurrent.TaskScope.Configuration;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.tasks.SchedulerTimers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timers;
import dev.weft.spi.Scheduler;
import java.util.Objects;

/**
 * The limit of time of one scope, by the clock of the scheduler on which it was opened, or else of
 * the scope's own.
 */
final class ScopeTimer {

  private final Runnable cancel;

  private ScopeTimer(Runnable cancel) {
    this.cancel = cancel;
  }

  static ScopeTimer start(ScopeState scope, Configuration config, Carrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(config.timeout()));
    if (nanos <= 0) {
      scope.timeOut();
      return new ScopeTimer(() -> {});
    }
    Scheduler scheduler = TaskCoroutine.inherited(carrier);
    Scheduler clock = scheduler == null ? config.scheduler() : scheduler;
    return new ScopeTimer(SchedulerTimers.after(clock, nanos, scope::timeOut));
  }

  /** Cancels the timer. */
  void stop() {
    SchedulerTimers.cancel(cancel);
  }
}
