package dev.weft.internal.schedulers;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StepRunner;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
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

  /** How many steps this runs before it looks what else there is in the pool. */
  static final int ROUND = 64;

  final WorkStealingScheduler scheduler;

  /** A step that this will run next. Only this thread puts one there. */
  private volatile @Nullable Runnable kept;

  /** How many steps this has begun. Written by this thread. */
  private int steps;

  // By the thread that looks for steps which are kept for long: what it has seen last.

  private int seenSteps;
  private boolean seenKeeping;

  // The rest is confined to this thread.

  /** How many steps are left of the round. */
  private int left = ROUND;

  /** Whether this runs a turn, after which it looks at what it keeps. */
  private boolean inTurn;

  /** Made at the start, and held: where there is no memory for one, no step is lost by that. */
  private @Nullable Carrier carrier;

  WorkStealingThread(ForkJoinPool pool, WorkStealingScheduler scheduler) {
    super(pool);
    this.scheduler = scheduler;
    setContextClassLoader(ClassLoader.getSystemClassLoader()); // as the pool's own threads have it
  }

  @Override
  protected void onStart() {
    carrier = Carrier.current();
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

  /**
   * Keeps {@code step}, unless others would have to run before it. Not where this runs something
   * else than a turn, a task that a step has forked: nothing looks at what is kept after that.
   */
  boolean keep(Runnable step) {
    if (kept != null || !inTurn || ForkJoinTask.getQueuedTaskCount() > 0) {
      return false;
    }
    kept = step; // volatile: whoever has stopped to look looks once more after it has said so
    return true;
  }

  /** Runs the step of {@code turn}, if nobody else has it, and then what is kept meanwhile. */
  void run(Turn turn) {
    Runnable next = turn.take();
    if (next == null) {
      return;
    }
    Carrier own = Objects.requireNonNull(carrier);
    if (inTurn || own.coroutine() != null) { // inside something that waits, and not for all ours
      next.run();
      return;
    }
    inTurn = true;
    try {
      do {
        STEPS.setOpaque(this, steps + 1);
        runOutermost(next, own);
        next = nextAfterStep(own);
      } while (next != null);
    } finally {
      inTurn = false;
      own.leave(null);
    }
  }

  private @Nullable Runnable nextAfterStep(Carrier own) {
    left--;
    Runnable other = left == 0 ? stepOfOthers(own) : null;
    return other != null ? other : takeKept();
  }

  /**
   * At the end of a round, what else is to be run. What is kept stays so meanwhile. To put it
   * behind others would not do: a thread of the pool runs what is in its own queue first.
   */
  private @Nullable Runnable stepOfOthers(Carrier own) {
    left = ROUND;
    own.leave(null); // a round may follow the other for ever
    Turn other = Turn.poll();
    return other == null ? null : other.take();
  }

  private void runOutermost(Runnable step, Carrier own) {
    try {
      StepRunner.runNext(step, own);
    } catch (Throwable failure) { // of an ordinary step, or a lack of memory
      own.leave(null);
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
  private int steps() {
    return (int) STEPS.getOpaque(this);
  }

  // ---- by the thread that looks for steps which are kept for long ----

  /** Whether this keeps a step, or has begun one since {@link #noteSeen}. */
  boolean hasMoved() {
    return isKeeping() || steps() != seenSteps;
  }

  /** Whether this has kept a step, and begun none, since {@link #noteSeen}. */
  boolean isKeepingForLong() {
    return seenKeeping && steps() == seenSteps && isKeeping();
  }

  void noteSeen() {
    seenSteps = steps();
    seenKeeping = isKeeping();
  }
}
