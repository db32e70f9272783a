package dev.weft.junit;

import dev.weft.Task;
import dev.weft.spi.Scheduler;

/** Virtual time for one test, driven by the thread that waits. */
final class TestTime implements TestScheduler {

  private final VirtualTime time = new VirtualTime();

  VirtualTime time() {
    return time;
  }

  @Override
  public Scheduler scheduler() {
    return time;
  }

  @Override
  public String name() {
    return time.toString();
  }

  @Override
  public boolean awaitEnd(Task<?> task, RealTime limit) throws InterruptedException {
    var unused = task.whenComplete((result, failure) -> time.schedule(() -> {}));
    return time.runUntil(task::isDone, limit);
  }

  @Override
  public void settle(RealTime limit) throws InterruptedException {
    time.runReady(limit);
  }

  @Override
  public void close() {
    // there is no thread; what is suspended is garbage once it has been cancelled
  }
}
