package dev.weft.benchmarks.threads;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Very many virtual threads parked at once, each with one small frame or three. */
public final class Many {

  private final Thread[] threads;
  private final AtomicInteger parked = new AtomicInteger();
  private final LongAdder sum = new LongAdder();
  private final CountDownLatch done;
  private volatile boolean released;

  /** Makes room for {@code n}. */
  public Many(int n) {
    threads = new Thread[n];
    done = new CountDownLatch(n);
  }

  private void pause() {
    parked.incrementAndGet();
    while (!released) {
      LockSupport.park(this);
    }
  }

  private long call(int depth, int i, long l, Object o) {
    if (depth == 1) {
      pause();
      return i + l + (o == null ? 0 : 1);
    }
    return call(depth - 1, i, l, o) + i + l + (o == null ? 0 : 1);
  }

  /** Parks {@code n} threads below {@code frames} frames each. */
  public void suspend(int n, int frames, Object o) throws InterruptedException {
    for (int i = 0; i < n; i++) {
      int number = i;
      threads[i] =
          VirtualThreads.start(
              () -> {
                sum.add(call(frames, number, 1, o));
                done.countDown();
              });
    }
    while (parked.get() < n) {
      Thread.sleep(10);
    }
    Thread.sleep(500); // the last ones are about to park
  }

  /** Unparks all of them; the sum of their results. */
  public long resume() throws InterruptedException {
    released = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    done.await();
    return sum.sum();
  }
}
