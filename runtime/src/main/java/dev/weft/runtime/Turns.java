package dev.weft.runtime;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a thread puts off until it is its turn, so that neither steps that wake each other nor tasks
 * that cancel each other grow its stack. Confined to the thread.
 */
final class Turns {

  private @Nullable ArrayDeque<Runnable> later;
  private boolean draining;
  private @Nullable ArrayDeque<Completion> cancelling;

  /** Runs a step now, or later if the thread is busy with another; whether it is put off. */
  boolean run(Runnable step, boolean busy, Carrier carrier) {
    if (!busy && !draining) {
      if (step instanceof Coroutine coroutine) {
        coroutine.run(carrier);
      } else {
        step.run();
      }
      return false;
    }
    if (later == null) {
      later = new ArrayDeque<>();
    }
    later.add(step);
    return true;
  }

  /** Whether something has been put off. */
  boolean isAny() {
    return later != null && !later.isEmpty();
  }

  /** Runs what was put off, unless that is being done further down the stack. */
  void drain() {
    if (later == null || draining) {
      return;
    }
    draining = true;
    try {
      runLater();
    } finally {
      draining = false;
    }
  }

  /**
   * Runs what was put off, wherever on the stack this is. All of it, also if some throws: nobody
   * may come by here again.
   */
  void runLater() {
    Throwable failure = null;
    while (isAny()) {
      try {
        Objects.requireNonNull(later).remove().run();
      } catch (Throwable thrown) {
        failure = Sneaky.join(failure, thrown);
      }
    }
    if (failure != null) {
      throw Sneaky.sneaky(failure);
    }
  }

  /** Cancels something, after what is being cancelled already. */
  void cancel(Completion awaited) {
    if (cancelling != null) {
      cancelling.add(awaited);
      return;
    }
    var queue = new ArrayDeque<Completion>();
    cancelling = queue;
    try {
      for (Completion next = awaited; next != null; next = queue.poll()) {
        next.cancel();
      }
    } finally {
      cancelling = null;
    }
  }
}
