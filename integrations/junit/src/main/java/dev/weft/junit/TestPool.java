package dev.weft.junit;

import dev.weft.spi.Scheduler;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * A work-stealing pool for one test. It is {@code Schedulers.workStealing} but for its threads,
 * which have the class loader of JUnit's thread and end with the test.
 */
final class TestPool implements TestScheduler, Scheduler {

  private static final int MOST = 4;

  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final ForkJoinPool pool =
      new ForkJoinPool(
          Math.max(2, Math.min(MOST, Runtime.getRuntime().availableProcessors())),
          this::worker,
          null,
          true);

  private ForkJoinWorkerThread worker(ForkJoinPool of) {
    ForkJoinWorkerThread made = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(of);
    made.setContextClassLoader(loader);
    return made;
  }

  @Override
  public void schedule(Runnable step) {
    pool.execute(step);
  }

  @Override
  public Scheduler scheduler() {
    return this;
  }

  @Override
  public String name() {
    return "TestPool@" + Integer.toHexString(System.identityHashCode(this));
  }

  @Override
  public void settle(RealTime limit) {
    boolean unused = pool.awaitQuiescence(limit.left(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    pool.shutdown(); // what is ready still runs
  }
}
