package dev.weft.tests.conformance;

import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A scheduler of one thread that runs what is ready in an order drawn from a seed. */
final class ShufflingScheduler implements Scheduler {

  private final Random random;
  private final List<Runnable> ready = new ArrayList<>();

  ShufflingScheduler(long seed) {
    random = new Random(seed);
  }

  @Override
  public synchronized void schedule(Runnable step) {
    ready.add(step);
    notifyAll();
  }

  /** Runs steps on the calling thread until {@code done} says so. */
  void runUntil(BooleanSupplier done, int seconds) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!done.getAsBoolean()) {
      next(end).run();
    }
  }

  private synchronized Runnable next(long end) throws InterruptedException, TimeoutException {
    while (ready.isEmpty()) { // what is awaited is computed by another thread
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException("nothing is ready, and not all is done");
      }
      wait(left);
    }
    int last = ready.size() - 1;
    int chosen = random.nextInt(ready.size());
    Runnable step = ready.set(chosen, ready.get(last));
    ready.remove(last);
    return step;
  }
}
