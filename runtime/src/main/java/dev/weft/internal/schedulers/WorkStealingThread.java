package dev.weft.internal.schedulers;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link WorkStealingScheduler}, which states the protocol. */
final class WorkStealingThread extends ForkJoinWorkerThread {

  private static final VarHandle KEPT;
  private static final VarHandle STEPS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      KEPT = lookup.findVarHandle(WorkStealingThread.class, "kept", Runnable.class);
      STEPS = lookup.findVarHandle(WorkStealingThread.class, "steps", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many steps this runs of those it keeps, before it looks what else there is. */
  private static final int ROUND = 64;

  final WorkStealingScheduler scheduler;

  /** A step that this will run next. Only this thread puts one there. */
  private volatile @Nullable Runnable kept;

  /** How many steps this has begun. Written by this thread. */
  private int steps;

  WorkStealingThread(ForkJoinPool pool, WorkStealingScheduler scheduler) {
    super(pool);
    this.scheduler = scheduler;
    setContextClassLoader(ClassLoader.getSystemClassLoader()); // as the pool's own threads have it
  }

  static int getQueuedTaskCount() {
    return ForkJoinTask.getQueuedTaskCount();
  }

  @Override
  protected void onStart() {
    scheduler.threads().add(this);
  }

  @Override
  protected void onTermination(@Nullable Throwable failure) {
    scheduler.threads().remove(this);
    Runnable left = takeKept();
    if (left != null) {
      scheduler.give(left);
    }
  }

  // ---- by this thread ----

  /** Keeps {@code step}, unless others would have to run before it. */
  boolean keep(Runnable step) {
    if (kept != null || getQueuedTaskCount() > 0) {
      return false;
    }
    kept = step; // volatile: whoever has stopped to look looks once more after it has said so
    return true;
  }

  /** Runs {@code step}, and then what is kept meanwhile. */
  void run(Runnable step) {
    Carrier carrier = Carrier.current();
    if (carrier.coroutine() != null) { // inside a step, which blocks
      step.run();
      return;
    }
    Runnable next = step;
    int left = ROUND;
    try {
      do {
        STEPS.setOpaque(this, steps + 1);
        runOutermost(next, carrier);
        next = takeKept();
        left--;
        if (left == 0) {
          left = ROUND;
          next = next == null || isPutBehindOthers(next) ? null : next;
        }
      } while (next != null);
    } finally {
      carrier.leave(null);
    }
  }

  private boolean isPutBehindOthers(Runnable next) {
    try {
      boolean others = scheduler.hasOthers();
      if (others) {
        scheduler.give(next);
      }
      return others;
    } catch (OutOfMemoryError | RejectedExecutionException full) {
      return false; // it is not lost, and has its turn now
    }
  }

  private void runOutermost(Runnable step, Carrier carrier) {
    try {
      if (step instanceof Coroutine coroutine) {
        if (coroutine.runNext(carrier)) {
          coroutine.requeue(carrier);
        }
      } else {
        carrier.leave(null);
        step.run();
      }
    } catch (Throwable failure) { // of an ordinary step, or a lack of memory
      UncaughtExceptions.report(this, failure);
    }
  }

  // ---- any thread ----

  /** Takes what is kept; null if nothing is. */
  @Nullable Runnable takeKept() {
    return kept == null ? null : (Runnable) KEPT.getAndSet(this, null);
  }

  boolean isKeeping() {
    return kept != null;
  }

  /** A number that is another one when this has begun another step. */
  int steps() {
    return (int) STEPS.getOpaque(this);
  }
}
