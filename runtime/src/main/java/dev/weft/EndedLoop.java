package dev.weft;

import dev.weft.runtime.Carrier;

/**
 * Where a coroutine belongs that its event loop has refused, because the loop has ended.
 *
 * <p>The refusal is thrown into the coroutine, whose finally blocks run wherever it was woken. If
 * it takes no notice and yields, or waits for a time, it would be refused again at once, for ever.
 * So it is not told a second time: its task fails, and it never goes on. What else it waits for
 * wakes it, with another refusal each time.
 */
final class EndedLoop implements TimedScheduler {

  private final EventLoop loop;

  EndedLoop(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  @Override
  public void schedule(Runnable step) {
    if (step instanceof CoroutineTask<?> task && Carrier.current().coroutine() == task) {
      task.abandonWith(loop.refusal());
      return;
    }
    throw loop.refusal();
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    throw loop.refusal();
  }

  @Override
  public String toString() {
    return loop.toString();
  }
}
