package dev.weft.junit;

import dev.weft.Task;
import dev.weft.spi.Scheduler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the coroutines of one test run, as the thread that waits for them sees it. */
interface TestScheduler extends AutoCloseable {

  /** Makes a new one. */
  static TestScheduler make(RunsOn kind) {
    return switch (kind) {
      case EVENT_LOOP -> new TestLoop();
      case VIRTUAL_TIME -> new TestTime();
      case WORK_STEALING -> new TestPool();
    };
  }

  Scheduler scheduler();

  /** How coroutine dumps name it. */
  String name();

  /**
   * Waits for {@code task} on JUnit's thread.
   *
   * @return false if the limit was over before
   */
  default boolean awaitEnd(Task<?> task, RealTime limit) throws InterruptedException {
    try {
      var unused = task.get(limit.left(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException done) {
      return true;
    } catch (TimeoutException late) {
      return false;
    }
  }

  /** Waits until the steps are done that are ready now, but no longer than {@code limit}. */
  void settle(RealTime limit) throws InterruptedException;

  /** Ends the threads; what is suspended then is cancelled before. */
  @Override
  void close();
}
