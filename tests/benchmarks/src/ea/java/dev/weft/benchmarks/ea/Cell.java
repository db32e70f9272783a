package dev.weft.benchmarks.ea;

import java.util.concurrent.CompletableFuture;

/** Holds one number on its way, as a future for each. */
final class Cell {

  private CompletableFuture<Long> next = new CompletableFuture<>();

  /**
   * Completes the future through the ready queue, since ea-async would go on in here, and each
   * hand-over would nest in the one before.
   */
  void put(long number) {
    CompletableFuture<Long> current = next;
    Ready.soon().thenRun(() -> current.complete(number));
  }

  CompletableFuture<Long> take() {
    return next;
  }

  void clear() {
    next = new CompletableFuture<>();
  }
}
