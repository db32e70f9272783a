package dev.weft.benchmarks.weft;

import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;

/** A counter behind a lock, or a semaphore. */
public final class Locks {

  private final AsyncLock lock = new AsyncLock();
  private final AsyncSemaphore semaphore = new AsyncSemaphore(1);
  private long count;

  private Locks() {}

  /** Takes a lock that nobody else wants, {@code times} times. */
  public static long uncontended(Runner runner, int times) {
    var locks = new Locks();
    return runner.run(() -> locks.lock(times));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long uncontendedOn(Scheduler scheduler, int times) {
    var locks = new Locks();
    return Weft.run(scheduler, () -> locks.lock(times));
  }

  /** The same with a body that runs while the lock is held. */
  public static long withLock(Runner runner, int times) {
    var locks = new Locks();
    return runner.run(() -> locks.callWithLock(times));
  }

  /** The same with a permit. */
  public static long permit(Runner runner, int times) {
    var locks = new Locks();
    return runner.run(() -> locks.acquire(times));
  }

  /** So many coroutines want one lock, and yield while they hold it. */
  public static long contended(Runner runner, int coroutines, int times) {
    var locks = new Locks();
    return runner.run(() -> locks.contend(coroutines, () -> locks.lockAndYield(times)));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long contendedOn(Scheduler scheduler, int coroutines, int times) {
    var locks = new Locks();
    return Weft.run(scheduler, () -> locks.contend(coroutines, () -> locks.lockAndYield(times)));
  }

  /** So many coroutines want one permit, and yield while they have it. */
  public static long permitContended(Runner runner, int coroutines, int times) {
    var locks = new Locks();
    return runner.run(() -> locks.contend(coroutines, () -> locks.acquireAndYield(times)));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long permitContendedOn(Scheduler scheduler, int coroutines, int times) {
    var locks = new Locks();
    return Weft.run(scheduler, () -> locks.contend(coroutines, () -> locks.acquireAndYield(times)));
  }

  @Async
  private long lock(int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
    return count;
  }

  @Async
  private long callWithLock(int times) {
    for (int i = 0; i < times; i++) {
      lock.withLock(
          () -> {
            count++;
          });
    }
    return count;
  }

  @Async
  private long acquire(int times) {
    for (int i = 0; i < times; i++) {
      semaphore.acquire();
      try {
        count++;
      } finally {
        semaphore.release();
      }
    }
    return count;
  }

  @Async
  private long contend(int coroutines, AsyncRunnable body) {
    var tasks = new ArrayList<Task<Void>>(coroutines);
    for (int i = 0; i < coroutines; i++) {
      tasks.add(Weft.start(body));
    }
    for (Task<Void> each : tasks) {
      Weft.await(each);
    }
    return count;
  }

  @Async
  private void lockAndYield(int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        count++;
        Weft.yieldNow();
      } finally {
        lock.unlock();
      }
    }
  }

  @Async
  private void acquireAndYield(int times) {
    for (int i = 0; i < times; i++) {
      semaphore.acquire();
      try {
        count++;
        Weft.yieldNow();
      } finally {
        semaphore.release();
      }
    }
  }
}
