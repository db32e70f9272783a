package dev.weft.runtime;

import java.util.ArrayDeque;
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
   * Runs what was put off, wherever on the stack this is. What a step throws goes to the thread's
   * handler of uncaught exceptions: whoever put it off has gone on, and whoever comes by here, with
   * a result to hand on or a step to run, has no part in it.
   */
  void runLater() {
    Runnable step;
    while (later != null && (step = later.poll()) != null) {
      try {
        step.run();
      } catch (Throwable failure) {
        Uncaught.report(Thread.currentThread(), failure);
      }
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
