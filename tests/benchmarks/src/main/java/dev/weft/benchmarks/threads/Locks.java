package dev.weft.benchmarks.threads;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** A counter behind the JDK's lock, or its semaphore. */
public final class Locks {

  private Locks() {}

  /** Takes a lock that nobody else wants, {@code times} times. */
  public static long uncontended(int times) {
    var lock = new ReentrantLock();
    long count = 0;
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

  /** The same with a permit. */
  public static long permit(int times) {
    var semaphore = new Semaphore(1, true);
    long count = 0;
    for (int i = 0; i < times; i++) {
      semaphore.acquireUninterruptibly();
      try {
        count++;
      } finally {
        semaphore.release();
      }
    }
    return count;
  }
}
