package dev.weft.benchmarks.futures;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A ready queue on the calling thread. */
final class Queue implements Executor {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  @Override
  public void execute(Runnable step) {
    ready.add(step);
  }

  /** A future that is done after all that is ready. */
  CompletableFuture<Void> soon() {
    var future = new CompletableFuture<Void>();
    ready.add(() -> future.complete(null));
    return future;
  }

  /** Runs until nothing is ready, then takes the result. */
  <T> T run(CompletableFuture<T> task) {
    for (Runnable step = ready.poll(); step != null; step = ready.poll()) {
      step.run();
    }
    return task.join();
  }
}
