package dev.weft.internal.schedulers;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.StepRunner;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link WorkStealingScheduler}, which states the protocol. */
final class WorkStealingThread extends ForkJoinWorkerThread {

  private static final VarHandle STEPS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STEPS = lookup.findVarHandle(WorkStealingThread.class, "steps", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many steps one turn has at most. So those of a turn find room beside others. */
  private static final int MOST_GIVEN = LocalQueue.CAPACITY / 4;

  final WorkStealingScheduler scheduler;

  /** The steps that this will run next. */
  private final LocalQueue kept = new LocalQueue();

  /** How many steps this has begun. Written by this thread. */
  private int steps;

  // By the thread that looks for steps which are kept for long: what it has seen last.

  private int seenSteps;
  private boolean seenKeeping;

  /** Whether this has ended, and is only there for what it keeps. Written by this thread. */
  private volatile boolean ended;

  // The rest is confined to this thread.

  private final Pace pace = new Pace();

  /** How many steps are left of the round. */
  private int left = 1;

  /** Whether at the end of this round what came from outside is first. */
  private boolean outsideFirst = true;

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

  /** What the pool is given by a thread that ends, it throws away with the thread's own queue. */
  @Override
  protected void onTermination(@Nullable Throwable failure) {
    ended = true;
    if (isKeeping()) {
      scheduler.ensureWatched(this);
    } else {
      scheduler.threads().remove(this);
    }
  }

  // ---- by this thread ----

  /**
   * Has {@code step} run: keeps it, and gives what would be too much to the pool. Not where this
   * runs something else than a turn, a task that a step has forked: nothing looks at what is kept
   * after that.
   */
  void schedule(Runnable step) {
    int room = pace.room();
    if (!inTurn) {
      scheduler.give(step);
    } else if (room == 1) {
      scheduleLong(step);
    } else if (kept.size() < room) {
      keep(step);
    } else if (!giveYounger(step)) {
      scheduler.give(step);
    }
  }

  private void scheduleLong(Runnable step) {
    boolean isFirst =
        kept.size() == 0 && ForkJoinTask.getQueuedTaskCount() == 0 && scheduler.isLineEmpty();
    if (isFirst) {
      keep(step);
    } else {
      StackReserve.ensure();
      give(scheduler.turnInLine(step));
    }
  }

  /** Gives what has been taken out of where it was; the stack has been looked at. */
  private void give(TurnInLine turn) {
    @Nullable Runnable[] unserved = scheduler.giveInLine(turn);
    if (unserved != null) {
      keepShared(unserved);
    }
  }

  private void keep(Runnable step) {
    kept.add(step);
    scheduler.ensureWatched(this);
  }

  /**
   * Gives the younger half of what is kept, and {@code step} behind it, to the pool. False, and
   * nothing done, where that half is none.
   */
  private boolean giveYounger(Runnable step) {
    int count = Math.min(kept.size() / 2, MOST_GIVEN - 1);
    if (count == 0) {
      return false;
    }
    StackReserve.ensure();
    @Nullable Runnable[] younger = new Runnable[count + 1];
    TurnInLine turn = scheduler.turnInLine(younger);
    int taken = kept.pollLast(count, younger);
    younger[taken] = step;
    try {
      give(turn);
    } catch (Throwable refused) {
      younger[taken] = null;
      keepAll(younger);
      throw refused;
    }
    scheduler.ensureWatched(this);
    return true;
  }

  /** Those that there is certainly room for, out of {@code steps}. Allocates nothing. */
  private void keepAll(@Nullable Runnable[] steps) {
    for (int i = 0; i < steps.length; i++) {
      Runnable step = steps[i];
      if (step != null) {
        steps[i] = null; // the array may be reachable for long
        kept.add(step);
      }
    }
  }

  /** Keeps what was given to the pool as one turn. */
  private void keepShared(@Nullable Runnable[] steps) {
    keepAll(steps);
    scheduler.ensureWatched(this);
  }

  /** Gives all to the pool, each for itself. If this throws, the rest is still kept. */
  void giveKept() {
    for (Runnable step = kept.poll(); step != null; step = kept.poll()) {
      try {
        scheduler.give(step);
      } catch (Throwable refused) {
        kept.add(step);
        throw refused;
      }
    }
  }

  /** Gives all to the pool, behind what this has there; false if some is still kept. */
  private boolean handBack() {
    try {
      while (kept.size() > 0) {
        @Nullable Runnable[] steps = new Runnable[Math.min(kept.size(), MOST_GIVEN)];
        TurnInLine turn = scheduler.turnInLine(steps);
        for (int i = 0; i < steps.length; i++) {
          steps[i] = kept.poll();
        }
        try {
          give(turn);
        } catch (Throwable refused) {
          keepAll(steps);
          throw refused;
        }
      }
      return true;
    } catch (OutOfMemoryError | RejectedExecutionException again) {
      return false;
    }
  }

  /** Runs the steps of {@code turn}, if nobody else has them, and then what is kept meanwhile. */
  void run(Turn turn) {
    @Nullable Runnable[] steps = turn.take();
    if (steps == null) {
      return;
    }
    Carrier own = Objects.requireNonNull(carrier);
    if (inTurn || own.coroutine() != null) { // inside something that waits, and not for all ours
      runNested(steps, own);
      return;
    }
    inTurn = true;
    pace.begin(this.steps, System.nanoTime());
    try {
      Runnable next = firstOf(steps);
      while (next != null) {
        STEPS.setOpaque(this, this.steps + 1);
        runOutermost(next, own);
        next = nextAfterStep(own);
      }
    } finally {
      inTurn = false;
      own.leave(null);
      pace.update(this.steps, System.nanoTime());
    }
  }

  /**
   * Keeps {@code steps}, and takes out the oldest that is kept; null if others have them by now.
   */
  private @Nullable Runnable firstOf(@Nullable Runnable[] steps) {
    if (steps.length == 1) {
      Runnable only = steps[0];
      steps[0] = null; // whoever has the array keeps nothing reachable that has been run
      return only;
    }
    keepShared(steps);
    return kept.poll();
  }

  /** The first, and the others where whoever is free gets at them: the first may wait for them. */
  private void runNested(@Nullable Runnable[] steps, Carrier own) {
    for (int i = 1; i < steps.length; i++) {
      Runnable step = steps[i];
      if (step != null) {
        giveOrRun(step, own);
      }
    }
    Runnable first = steps[0];
    if (first != null) {
      runNested(first, own);
    }
  }

  private void giveOrRun(Runnable step, Carrier own) {
    try {
      scheduler.give(step);
    } catch (OutOfMemoryError | RejectedExecutionException refused) {
      runNested(step, own);
    }
  }

  private void runNested(Runnable step, Carrier own) {
    try {
      StepRunner.runNested(step, own);
    } catch (Throwable failure) {
      UncaughtExceptions.report(this, failure);
    }
  }

  private @Nullable Runnable nextAfterStep(Carrier own) {
    left--;
    return left <= 0 && endRound(own) ? null : kept.poll();
  }

  /** Whether the turn ends with this round: all that was kept is in the pool then. */
  private boolean endRound(Carrier own) {
    pace.update(steps, System.nanoTime());
    left = pace.round();
    own.leave(null); // a round may follow the other for ever
    return (pace.isTurnOver() || Turn.isOtherNext()) ? handBack() : takeIn();
  }

  /**
   * Takes something out of the pool, which comes behind what is kept. Whether it has to stay with
   * the pool, and so has all that is kept, behind it.
   */
  private boolean takeIn() {
    if (kept.size() > LocalQueue.CAPACITY - MOST_GIVEN) {
      return false; // no room for a whole turn
    }
    ForkJoinTask<?> other = Turn.poll(outsideFirst);
    outsideFirst = !outsideFirst;
    if (other == null) {
      return false;
    }
    if (!(other instanceof Turn turn)) {
      ForkJoinTask<?> unused = other.fork(); // to run it here might be to wait for more than it
      return handBack();
    }
    @Nullable Runnable[] taken = turn.take();
    if (taken != null) {
      keepShared(taken);
    }
    return false;
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

  boolean isKeeping() {
    return kept.hasAny();
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

  /**
   * Moves to {@code target} what has been kept since {@link #noteSeen} and is more than this thread
   * has got to since then: it will not get to that soon. Whether there was anything.
   */
  boolean takeKeptForLong(Collection<Runnable> target) {
    return seenKeeping && kept.take(steps() - seenSteps, target);
  }

  /** Whether this has ended and keeps nothing any more. */
  boolean isGone() {
    return ended && !isKeeping();
  }

  void noteSeen() {
    seenSteps = steps();
    seenKeeping = isKeeping();
  }
}
