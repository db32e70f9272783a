package dev.weft.benchmarks.ea;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** A ready queue below ea-async: futures that are completed one after the other. One thread. */
final class Ready {

  static boolean suspend;

  private static final ArrayDeque<CompletableFuture<Void>> QUEUE = new ArrayDeque<>();

  private Ready() {}

  /** A future that is completed after all that are ready. */
  static CompletableFuture<Void> soon() {
    var future = new CompletableFuture<Void>();
    QUEUE.add(future);
    return future;
  }

  /** Runs until nothing is ready, then takes the result. */
  static <T> T run(CompletableFuture<T> task) {
    for (var next = QUEUE.poll(); next != null; next = QUEUE.poll()) {
      next.complete(null);
    }
    return task.join();
  }
}
