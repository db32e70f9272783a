package dev.weft.internal.schedulers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Steps that tests schedule, and what they do. */
final class Steps {

  private Steps() {}

  /** Blocks; leaves an interruption to whoever asks for it. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A step of a certain length that schedules itself again and again. */
  static final class Endless implements Runnable {

    /** After so many runs it has gone on for a while. */
    private static final int WHILE = 100_000;

    private final WorkStealingScheduler on;
    private final long nanos;
    private final AtomicBoolean stop;
    private final CountDownLatch goesOn;
    private volatile int ran;

    Endless(WorkStealingScheduler on, long nanos, AtomicBoolean stop) {
      this(on, nanos, stop, new CountDownLatch(1));
    }

    /** One that tells when it has gone on for a while. */
    Endless(WorkStealingScheduler on, long nanos, AtomicBoolean stop, CountDownLatch goesOn) {
      this.on = on;
      this.nanos = nanos;
      this.stop = stop;
      this.goesOn = goesOn;
    }

    int ran() {
      return ran;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // on one thread at a time
    public void run() {
      ran = ran + 1;
      if (ran == WHILE) {
        goesOn.countDown();
      }
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      if (!stop.get()) {
        on.schedule(this);
      }
    }
  }
}
