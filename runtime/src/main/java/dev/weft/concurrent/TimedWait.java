package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.tasks.SchedulerTimers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A {@link QueuedWait} with a limit of time, by the clock of its coroutine's scheduler.
 *
 * <p>The timer is set when the call stands in the queue. It may fire, and the call may go on,
 * before {@code timer} is written: so whoever writes it looks afterwards whether it is still of
 * use, and whoever goes on reads it after it has left the queue; one of the two cancels it.
 */
final class TimedWait extends QueuedWait {

  private final long nanos;
  private @Nullable Scheduler clock;
  private volatile @Nullable Runnable timer;

  TimedWait(WaitQueue queue, Call call, @Nullable Object payload, long amount, long nanos) {
    super(queue, call, payload, amount);
    this.nanos = nanos;
  }

  /** Suspends the call that is being made. */
  void beginTimed(Carrier carrier) {
    clock = TaskCoroutine.inherited(carrier);
    begin(carrier);
  }

  @Override
  boolean isTimed() {
    return true;
  }

  /** Whoever has what this waits for need not give it back for this to go on. */
  @Override
  public WaitTarget target() {
    WaitTarget whole = super.target();
    return WaitTarget.of(whole.kind(), whole.text() + ", for a limited time");
  }

  @Override
  protected void start() {
    super.start();
    if (!queue.isQueued(this)) {
      return;
    }
    try {
      timer = SchedulerTimers.after(clock, nanos, this::pass);
    } catch (Throwable refused) {
      queue.leave(this);
      throw refused;
    }
    if (!queue.isQueued(this)) {
      stopTimer();
    }
  }

  private void pass() {
    queue.expire(this);
  }

  private void stopTimer() {
    Runnable armed = timer;
    if (armed != null) {
      SchedulerTimers.cancel(armed);
    }
  }

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    stopTimer();
    super.proceed(carrier);
  }

  @Override
  protected void abandon() {
    super.abandon();
    stopTimer();
  }

  @Override
  protected void failed() {
    stopTimer();
    super.failed();
  }
}
