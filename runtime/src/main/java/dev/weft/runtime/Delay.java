package dev.weft.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One coroutine's wait for a time to pass. */
final class Delay implements Event, Runnable {

  private final long nanos;
  private @Nullable Coroutine coroutine;
  private volatile @Nullable Runnable canceller;
  private volatile boolean disarmed;

  Delay(Duration time) {
    nanos = saturatedNanos(time);
  }

  private static long saturatedNanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException longerThan292Years) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void arm(Coroutine waiting) {
    coroutine = waiting;
    canceller = waiting.after(nanos, this);
    if (disarmed) {
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
  public void disarm(Coroutine waiting) {
    disarmed = true;
    Runnable armed = canceller;
    if (armed != null) {
      armed.run();
    }
  }
}
