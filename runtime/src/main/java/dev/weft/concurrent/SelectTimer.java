package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.tasks.SchedulerTimers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timers;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limit of time of one wait of a select.
 *
 * <p>It is begun when the select is suspended, and given up when something has won, which may come
 * first: so whoever begins it asks {@code over} after it has noted what gives it up, and whoever
 * gives it up sets {@code over} before it looks for that. {@code passed} outlasts a wake-up that
 * comes to nothing.
 */
final class SelectTimer implements SelectWait {

  private final Duration time;
  private final SelectOperation select;
  private final @Nullable Scheduler scheduler;
  private volatile @Nullable Runnable canceller;
  private volatile boolean over;
  private volatile boolean passed;

  SelectTimer(Duration time, SelectOperation select, Carrier carrier) {
    this.time = time;
    this.select = select;
    scheduler = TaskCoroutine.inherited(carrier);
  }

  @Override
  public void register() {
    if (passed) {
      select.winAndGo(this);
    } else if (canceller == null) {
      canceller = SchedulerTimers.after(scheduler, Timers.nanos(time), this::pass);
      if (over) {
        unregister();
      }
    }
  }

  private void pass() {
    passed = true;
    select.winAndGo(this);
  }

  @Override
  public void unregister() {
    over = true;
    Runnable begun = canceller;
    if (begun != null) {
      SchedulerTimers.cancel(begun);
    }
  }

  @Override
  public @Nullable Object result() {
    return null;
  }

  @Override
  public void refused() {
    // there is nothing to be given back
  }
}
