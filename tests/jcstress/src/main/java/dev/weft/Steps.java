package dev.weft;

import dev.weft.spi.Scheduler;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps steps until somebody, on any thread, runs them. */
final class Steps implements Scheduler {

  private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();

  @Override
  public void schedule(Runnable step) {
    ready.add(step);
  }

  void run() {
    for (Runnable step = ready.poll(); step != null; step = ready.poll()) {
      step.run();
    }
  }
}
