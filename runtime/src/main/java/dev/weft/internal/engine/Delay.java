package dev.weft.internal.engine;

import dev.weft.internal.timers.Timer;
import dev.weft.internal.timers.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One coroutine's wait for a time to pass; on a scheduler with timers, the timer itself. */
public final class Delay extends Timer implements Event {

  private @Nullable Coroutine coroutine;
  private volatile @Nullable Runnable canceller;

  public Delay(Duration time) {
    due = Timers.nanos(time); // from now, until it is armed
  }

  @Override
  public void arm(Coroutine waiting) {
    coroutine = waiting;
    canceller = waiting.after(due, this);
    if (isCancelled()) {
      disarm(waiting);
    }
  }

  @Override
  public void run() {
    Coroutine waiting = coroutine;
    if (waiting != null) {
      waiting.resume(this, null, null);
    }
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.timer(due, isOwned());
  }

  @Override
  public String toString() {
    return "a time to pass";
  }

  @Override
  public void disarm(Coroutine waiting) {
    cancel();
    Runnable armed = canceller;
    if (armed != null) {
      armed.run();
    }
  }
}
