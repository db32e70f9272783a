package dev.weft.internal.schedulers;

import dev.weft.spi.Scheduler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Threads that steal work from each other: a {@link ForkJoinPool}, each of whose threads keeps to
 * itself what it will soon get to.
 *
 * <h2>Why steps are kept</h2>
 *
 * <p>A pool that is given something wakes a thread that is idle. Where coroutines hand something
 * on, through a channel or with a lock, the one that hands on soon waits itself, and its thread is
 * free for the other one. To wake a second thread for that costs a hundred times as much as the
 * step, and it finds nothing, or takes the coroutine away from where all it needs is in the cache.
 * The same holds for some more steps, as long as they are short.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Keeping.</b> A thread of the pool that schedules a step puts it into its {@link
 *       LocalQueue}, as many as are done in the time that waking a thread is worth, see {@link
 *       Pace}. Of more than that, the pool gets the younger half at once, as one {@link Turn}.
 *       Where steps are long, one is kept, and none while others wait. What threads give away
 *       stands in a line that they share, see {@link TurnInLine}.
 *   <li><b>Running.</b> When the step that it runs is over, the thread runs the oldest that it has
 *       kept, and so on. After a round of some steps it takes something out of the pool, if there
 *       is anything, which comes behind what it keeps: what comes from outside, what it has given
 *       away itself, or, if there is none of that, what another thread has. A task that a step has
 *       forked is left to the pool, with all that is kept behind it; and so is what is kept when a
 *       turn takes long, as it may be run inside a task that waits for another one.
 *   <li><b>Taking away.</b> What a thread keeps and will not get to soon, since the step that it
 *       runs computes or blocks, is given to the pool by {@link KeptSteps}, a thread that looks
 *       while there is anything to be seen. So a step waits a millisecond or two for a thread that
 *       does something else, and never for good.
 *   <li>Whoever takes a step out of a local queue, its own thread or that one, does so by an atomic
 *       exchange: it runs once. The same holds for the turn by which the pool has steps.
 *   <li><b>Failing.</b> What a step may be lost by is done before one is taken out of anywhere:
 *       memory is allocated, and the stack looked at. A step that is kept is accepted.
 *   <li><b>A thread that ends</b> leaves what it keeps to be taken away.
 * </ul>
 *
 * <p>With a parallelism of one nothing is kept: no other thread could take it, but for those that
 * the pool makes where one blocks.
 */
public final class WorkStealingScheduler implements Scheduler {

  private final ForkJoinPool pool;
  private final List<WorkStealingThread> threads = new CopyOnWriteArrayList<>();

  /**
   * What threads have given away, and what waits for one because it is long; first in, first out.
   */
  private final Queue<TurnInLine> line = new ConcurrentLinkedQueue<>();

  private final boolean keeps;

  /** Whether somebody looks for steps that are kept for long. Written under KeptSteps' lock. */
  volatile boolean watched;

  public WorkStealingScheduler(int parallelism) {
    this(parallelism, WorkStealingThread::new);
  }

  /** One whose threads are made by {@code factory}. */
  WorkStealingScheduler(
      int parallelism,
      BiFunction<ForkJoinPool, WorkStealingScheduler, WorkStealingThread> factory) {
    pool = new ForkJoinPool(parallelism, made -> factory.apply(made, this), null, true);
    keeps = parallelism > 1;
    if (keeps) {
      KeptSteps.watch(this); // once, so that all is there which that needs at the end of a stack
    }
  }

  @Override
  public void schedule(Runnable step) {
    if (keeps
        && Thread.currentThread() instanceof WorkStealingThread thread
        && thread.scheduler == this) {
      thread.schedule(step);
    } else {
      give(step);
    }
  }

  /** To be called by {@code thread} after it has kept something. */
  void ensureWatched(WorkStealingThread thread) {
    if (!watched) {
      beWatched(thread);
    }
  }

  /** Nothing escapes from here: what is kept runs, whatever becomes of this. */
  private void beWatched(WorkStealingThread thread) {
    try {
      KeptSteps.watch(this);
    } catch (OutOfMemoryError nobodyLooks) {
      try {
        thread.giveKept();
      } catch (OutOfMemoryError | RejectedExecutionException again) {
        return; // its thread runs it after this step, and asks again when it keeps another
      }
    } catch (StackOverflowError end) {
      return; // the same
    }
  }

  /** Has the pool run {@code step}. Any thread. If this throws, it never is. */
  void give(Runnable step) {
    give(new Turn(step));
  }

  /**
   * Has the pool run the steps of {@code turn}, one after the other or where they are taken away.
   * Any thread. If this throws, none of them is.
   *
   * <p>The pool may have taken it and throw all the same: it cannot make the thread that it wants
   * to have besides.
   */
  void give(Turn turn) {
    try {
      pool.execute(turn);
    } catch (Throwable failure) {
      if (turn.takeOwn() != null) {
        throw failure;
      }
    }
  }

  /** A turn of {@code steps} for {@link #giveInLine}; they may be filled in until then. */
  TurnInLine turnInLine(@Nullable Runnable... steps) {
    return new TurnInLine(line, steps);
  }

  /**
   * Has the pool run the steps of {@code turn} when those that were given so before have begun. By
   * a thread of the pool that has made sure that there is stack. If this throws, they never run.
   *
   * @return steps that have no turn, and are for the caller to be kept; mostly null
   */
  @Nullable Runnable @Nullable [] giveInLine(TurnInLine turn) {
    line.add(turn);
    try {
      pool.execute(turn);
      return null;
    } catch (Throwable failure) {
      if (turn.takeOwn() != null) {
        throw failure;
      }
      return turn.take();
    }
  }

  /** Whether no step waits that {@link #giveInLine} was given. Any thread. */
  boolean isLineEmpty() {
    return line.isEmpty();
  }

  /** Those that there are. Any thread. */
  List<WorkStealingThread> threads() {
    return threads;
  }

  @Override
  public String toString() {
    return "Schedulers.workStealing(" + pool.getParallelism() + ")";
  }
}
