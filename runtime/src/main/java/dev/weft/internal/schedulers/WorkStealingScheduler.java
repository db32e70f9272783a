package dev.weft.internal.schedulers;

import dev.weft.spi.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;

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
 *       LocalQueue}, as many as are done in {@link Pace} time; one, where steps are long. Of more
 *       than that, the pool gets the younger half at once, as one {@link Turn}: the thread that is
 *       woken for it is worth its cost.
 *   <li><b>Running.</b> When the step that it runs is over, the thread runs the oldest that it has
 *       kept, and so on. From time to time it first takes something else out of the pool, if there
 *       is anything: what comes from outside, what it has given away itself, or what another thread
 *       does not get to. So nothing waits for ever for those that it keeps.
 *   <li><b>Taking away.</b> What a thread will not get to soon, since the step that it runs
 *       computes or blocks, is given to the pool by {@link KeptSteps}, a thread that looks while
 *       there is anything to be seen. So a step waits a millisecond or two for a thread that does
 *       something else, and never for good.
 *   <li>Whoever takes a step out of a local queue, its own thread or that one, does so by an atomic
 *       exchange: it runs once. The same holds for the turn by which the pool has steps.
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
      ensureWatched(thread);
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

  /** Where nobody can look, for lack of memory, nothing is kept; if that fails too, it is. */
  private void beWatched(WorkStealingThread thread) {
    try {
      KeptSteps.watch(this);
    } catch (OutOfMemoryError nobodyLooks) {
      try {
        thread.giveKept();
      } catch (OutOfMemoryError again) {
        return; // its thread will run it after this step, and asks again when it keeps another
      }
    }
  }

  /** Has the pool run {@code step}. Any thread. If this throws, it never is. */
  void give(Runnable step) {
    give(step, List.of());
  }

  /**
   * Has the pool run {@code step} and then {@code others}, one after the other or where they are
   * taken away. Any thread. If this throws, none of them is.
   *
   * <p>The pool may have taken them and throw all the same: it cannot make the thread that it wants
   * to have besides.
   */
  void give(Runnable step, List<Runnable> others) {
    var turn = new Turn(step, others);
    try {
      pool.execute(turn);
    } catch (Throwable failure) {
      if (turn.take() != null) {
        List<Runnable> unused = turn.takeOthers(); // the pool may hold it for long
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
