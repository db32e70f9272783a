package dev.weft.internal.schedulers;

import dev.weft.spi.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;

/**
 * Threads that steal work from each other: a {@link ForkJoinPool}, each of whose threads keeps a
 * step to itself that became ready while it had no other.
 *
 * <h2>Why a step is kept</h2>
 *
 * <p>A pool that is given something wakes a thread that is idle. Where coroutines hand something
 * on, through a channel or with a lock, the one that hands on soon waits itself, and its thread is
 * free for the other one. To wake a second thread for that costs ten times as much as the step, and
 * it finds nothing, or takes the coroutine away from where all it needs is in the cache.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Keeping.</b> A thread of the pool that schedules a step keeps it in {@link
 *       WorkStealingThread#kept} if that is empty and so is its queue in the pool; otherwise the
 *       pool gets it. So the order of what becomes ready on a thread stays as it is.
 *   <li><b>Running.</b> When the step that it runs is over, the thread runs the one that it has
 *       kept, and so on. From time to time it first takes something else out of the pool, if there
 *       is anything: what comes from outside, or what another thread does not get to.
 *   <li><b>Taking away.</b> A step that stays where it is, since the one that runs computes or
 *       blocks, is given to the pool by {@link KeptSteps}, a thread that looks while there is
 *       anything to be seen. So a step is kept up for a millisecond or two, and never for good.
 *   <li>Whoever takes a step out of {@code kept}, its own thread or that one, does so by an atomic
 *       exchange: it runs once. The same holds for the {@link Turn} by which the pool has a step.
 *   <li><b>A thread that ends</b> gives what it keeps to the pool.
 * </ul>
 *
 * <p>With a parallelism of one nothing is kept: no other thread could take it, but for those that
 * the pool makes where one blocks.
 */
public final class WorkStealingScheduler implements Scheduler {

  private final ForkJoinPool pool;
  private final List<WorkStealingThread> threads = new CopyOnWriteArrayList<>();
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
  }

  @Override
  public void schedule(Runnable step) {
    if (keeps
        && Thread.currentThread() instanceof WorkStealingThread thread
        && thread.scheduler == this
        && thread.keep(step)) {
      if (!watched) {
        beWatched(thread);
      }
    } else {
      give(step);
    }
  }

  private void beWatched(WorkStealingThread thread) {
    try {
      KeptSteps.watch(this);
    } catch (OutOfMemoryError nobodyLooks) {
      Runnable step = thread.takeKept();
      if (step != null) {
        give(step);
      }
    }
  }

  /**
   * Has the pool run {@code step}. Any thread. If this throws, it never is.
   *
   * <p>The pool may have taken it and throw all the same: it cannot make the thread that it wants
   * to have besides.
   */
  void give(Runnable step) {
    var turn = new Turn(step);
    try {
      pool.execute(turn);
    } catch (Throwable failure) {
      if (turn.take() != null) {
        throw failure;
      }
    }
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
