package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.UncaughtExceptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trampoline of one thread: steps and cancellations that are deferred until the running
 * coroutine pauses, so that neither steps that wake each other nor tasks that cancel each other
 * grow the stack. Confined to the thread.
 *
 * <p>Nothing is lost if there is no memory to put something off: neither that, which whoever brings
 * it is told by the error, nor what was put off before. ({@code ArrayDeque} does not promise that:
 * one that cannot grow takes itself for empty.) Where there is too little stack to begin, that is
 * left to others ({@link Stranded}).
 */
final class Trampoline {

  /** To be told of what is to be cancelled, by those to whom that was left. */
  private static final Waiter CANCELLING =
      new Waiter() {
        @Override
        protected void completed(Completion given) {
          given.cancelUnlessAwaited();
        }
      };

  private @Nullable RunQueue later;
  private boolean draining;

  /** What is to be cancelled, from {@link #next} on; null unless that is being done. */
  private @Nullable List<Completion> cancelling;

  private int next;

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
      later = new RunQueue(8);
    }
    later.add(step);
    return true;
  }

  /** Whether something has been put off. */
  boolean isAny() {
    return later != null && !later.isEmpty();
  }

  /** Runs what was put off, unless that is being done further down the stack. */
  void drain(Carrier carrier) {
    if (later == null || draining) {
      return;
    }
    draining = true;
    try {
      runLater(carrier);
    } finally {
      draining = false;
    }
  }

  /**
   * Runs what was put off, wherever on the stack this is. What a step throws goes to the thread's
   * handler of uncaught exceptions: whoever put it off has gone on, and whoever comes by here, with
   * a result to hand on or a step to run, has no part in it.
   */
  void runLater(Carrier carrier) {
    RunQueue steps = later;
    while (steps != null && steps.advance()) {
      try {
        if (steps.current() instanceof Coroutine coroutine) {
          coroutine.runInTurn(carrier);
        } else {
          steps.current().run();
        }
      } catch (Throwable failure) {
        UncaughtExceptions.report(Thread.currentThread(), failure);
      }
    }
  }

  /**
   * Cancels something that nobody awaits, after what is being cancelled already. A failure does not
   * keep the others from being cancelled; the first is thrown in the end.
   */
  void cancel(Completion awaited) {
    if (cancelling != null) {
      cancelling.add(awaited);
      return;
    }
    var queue = new ArrayList<Completion>(4);
    queue.add(awaited);
    cancelling = queue;
    try {
      cancelAll(queue);
    } finally {
      cancelling = null;
      next = 0;
    }
  }

  private void cancelAll(List<Completion> queue) {
    Throwable first = null;
    while (next < queue.size()) {
      Completion given = takeNext(queue);
      try {
        given.cancelUnlessAwaited();
      } catch (StackOverflowError end) {
        synchronized (Stranded.LOCK) {
          Stranded.waiters = new Object[] {CANCELLING, given, Stranded.waiters};
        }
      } catch (Throwable failure) {
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw SneakyThrow.sneaky(first);
    }
  }

  /** The places are used again once the last one is taken: a chain is cancelled one by one. */
  private Completion takeNext(List<Completion> queue) {
    Completion taken = queue.get(next++);
    if (next == queue.size()) {
      queue.clear();
      next = 0;
    }
    return taken;
  }
}
