package dev.weft.internal.schedulers;

import dev.weft.spi.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;

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
 *       kept, and so on. It looks from time to time whether the pool has something else, and then
 *       puts what it keeps behind that.
 *   <li><b>Taking away.</b> A step that stays where it is, since the one that runs computes or
 *       blocks, is given to the pool by {@link KeptSteps}, a thread that looks while there is
 *       anything to be seen. So a step is kept up for a millisecond or two, and never for good.
 *   <li>Whoever takes a step out of {@code kept}, its own thread or that one, does so by an atomic
 *       exchange: it runs once.
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
    pool = new ForkJoinPool(parallelism, made -> new WorkStealingThread(made, this), null, true);
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

  /** Has the pool run {@code step}. Any thread. */
  void give(Runnable step) {
    pool.execute(new Turn(step));
  }

  /** Whether there is something in the pool that no thread has taken. By a thread of the pool. */
  boolean hasOthers() {
    return WorkStealingThread.getQueuedTaskCount() > 0 || pool.hasQueuedSubmissions();
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
