package dev.weft.internal.schedulers;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StepRunner;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
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

  /** How many steps this runs before it looks what else there is in the pool. */
  static final int ROUND = 64;

  /** How many steps one turn has after its first at most. What it has finds room beside others. */
  private static final int MOST_GIVEN = LocalQueue.CAPACITY / 4;

  final WorkStealingScheduler scheduler;

  /** The steps that this will run next. */
  private final LocalQueue kept = new LocalQueue();

  /** How many steps this has begun. Written by this thread. */
  private int steps;

  // By the thread that looks for steps which are kept for long: what it has seen last.

  private int seenSteps;
  private boolean seenKeeping;

  // The rest is confined to this thread.

  private final Pace pace = new Pace();

  /** How many steps are left of the round. */
  private int left = ROUND;

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

  @Override
  protected void onTermination(@Nullable Throwable failure) {
    scheduler.threads().remove(this);
    giveKept();
  }

  // ---- by this thread ----

  /**
   * Keeps {@code step}, and gives what would be too much to the pool. Not where this runs something
   * else than a turn, a task that a step has forked: nothing looks at what is kept after that.
   */
  boolean keep(Runnable step) {
    if (!inTurn) {
      return false;
    }
    if (kept.size() >= pace.room()) {
      giveYounger(step);
    } else {
      kept.add(step);
    }
    return true;
  }

  /** Gives {@code step} to the pool, and the younger half of those that are kept before it. */
  private void giveYounger(Runnable step) {
    int count = kept.size() / 2;
    if (count == 0) {
      scheduler.give(step);
      return;
    }
    List<Runnable> younger = new ArrayList<>(Math.min(count, MOST_GIVEN) + 1);
    kept.pollLast(Math.min(count, MOST_GIVEN), younger);
    younger.add(step);
    try {
      scheduler.give(younger.get(0), younger.subList(1, younger.size()));
    } catch (Throwable refused) {
      keepAll(younger.subList(0, younger.size() - 1));
      throw refused;
    }
  }

  /** Those that there is certainly room for. */
  private void keepAll(List<Runnable> steps) {
    for (Runnable each : steps) {
      kept.add(each);
    }
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

  /** Runs the steps of {@code turn}, if nobody else has them, and then what is kept meanwhile. */
  void run(Turn turn) {
    Runnable next = turn.take();
    if (next == null) {
      return;
    }
    List<Runnable> others = turn.takeOthers();
    Carrier own = Objects.requireNonNull(carrier);
    if (inTurn || own.coroutine() != null) { // inside something that waits, and not for all ours
      runNested(next, others);
      return;
    }
    inTurn = true;
    pace.begin(steps, System.nanoTime());
    try {
      keepOthers(others);
      do {
        STEPS.setOpaque(this, steps + 1);
        runOutermost(next, own);
        next = nextAfterStep(own);
      } while (next != null);
    } finally {
      inTurn = false;
      own.leave(null);
      pace.update(steps, System.nanoTime());
    }
  }

  /** Those of a turn, after its first. */
  private void keepOthers(List<Runnable> others) {
    if (!others.isEmpty()) {
      keepAll(others);
      scheduler.ensureWatched(this);
    }
  }

  private void runNested(Runnable first, List<Runnable> others) {
    runReporting(first);
    for (Runnable each : others) {
      runReporting(each);
    }
  }

  private void runReporting(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(this, failure);
    }
  }

  private @Nullable Runnable nextAfterStep(Carrier own) {
    left--;
    Runnable other = left == 0 ? stepOfOthers(own) : null;
    return other != null ? other : kept.poll();
  }

  /**
   * At the end of a round, what else is to be run. What is kept stays so meanwhile. To put it
   * behind others would not do: a thread of the pool runs what is in its own queue first.
   */
  private @Nullable Runnable stepOfOthers(Carrier own) {
    pace.update(steps, System.nanoTime());
    left = ROUND;
    own.leave(null); // a round may follow the other for ever
    if (kept.size() > LocalQueue.CAPACITY - MOST_GIVEN) {
      return null; // no room for a whole turn
    }
    ForkJoinTask<?> other = Turn.poll(outsideFirst);
    outsideFirst = !outsideFirst;
    if (!(other instanceof Turn turn)) { // a task that a step has forked is a step of its own
      return other == null ? null : other::quietlyInvoke;
    }
    Runnable step = turn.take();
    if (step != null) {
      keepOthers(turn.takeOthers());
    }
    return step;
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
    return kept.mayHaveAny();
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

  void noteSeen() {
    seenSteps = steps();
    seenKeeping = isKeeping();
  }
}
