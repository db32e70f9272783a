package dev.weft.benchmarks.common;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** A source of futures: finished ones, or ones that it completes when told to. One thread. */
public final class Pending {

  private final CompletableFuture<Integer> finished = CompletableFuture.completedFuture(7);
  private final ArrayDeque<CompletableFuture<Integer>> open = new ArrayDeque<>();
  private final boolean pending;

  /** A source of futures that are {@code pending}, or done. */
  public Pending(boolean pending) {
    this.pending = pending;
  }

  /** Whether its futures are pending. */
  public boolean isPending() {
    return pending;
  }

  /** The next future. */
  public CompletableFuture<Integer> next() {
    if (!pending) {
      return finished;
    }
    var future = new CompletableFuture<Integer>();
    open.add(future);
    return future;
  }

  /** Completes the oldest future; false if all are done. */
  public boolean completeOne() {
    CompletableFuture<Integer> oldest = open.poll();
    if (oldest == null) {
      return false;
    }
    oldest.complete(7);
    return true;
  }
}
