package dev.weft.internal.timers;

import dev.weft.internal.util.UncaughtExceptions;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of {@link Timers#after}.
 *
 * <p>One daemon thread of the process, {@code weft-timers}, waits for all of them. What is due is
 * run on a few others, {@code weft-timers-worker}, so that neither a step that blocks nor one that
 * computes for long keeps timers from firing. There are {@value #FEW} of those, and one more for as
 * long as none has taken anything for {@value #LOOK_MILLIS} ms, up to {@value #MOST}: only that
 * many that block at once hold up the rest. All of them end after some seconds without work.
 *
 * <p>None of the pools of the JDK would do: where there are two processors or fewer, {@code
 * CompletableFuture} makes a thread for each delay, and the common pool has one thread at most,
 * which the first step that blocks takes from everybody.
 */
final class TimerThreads {

  private static final int FEW = 4;
  private static final int MOST = 256;
  private static final int LOOK_MILLIS = 10;
  private static final int IDLE_SECONDS = 5;

  private static final ScheduledThreadPoolExecutor CLOCK = clock();
  private static final ThreadPoolExecutor WORKERS = workers();

  /** What stood first in the workers' queue at the last look. The clock's thread. */
  private static @Nullable Runnable stuck;

  /** Whether there will be another look. The clock's thread. */
  private static boolean looking;

  private TimerThreads() {}

  private static ScheduledThreadPoolExecutor clock() {
    var clock = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "weft-timers"));
    clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static ThreadPoolExecutor workers() {
    var workers =
        new ThreadPoolExecutor(
            FEW,
            FEW,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, "weft-timers-worker"));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /** A thread that keeps nothing of whoever happens to be the first to need it. */
  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    return thread;
  }

  /** See {@link Timers#after}. */
  static Runnable after(long nanos, Runnable action) {
    Future<?> timer = CLOCK.schedule(() -> due(action), nanos, TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  // ---- the clock's thread ----

  private static void due(Runnable action) {
    try {
      WORKERS.execute(() -> run(action));
    } catch (Throwable noThread) { // nor memory; it must not be lost
      run(action);
      return;
    }
    if (!looking && !WORKERS.getQueue().isEmpty()) {
      lookAgain();
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  private static void lookAgain() {
    looking = false; // if the next line fails
    var unused = CLOCK.schedule(TimerThreads::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    looking = true;
  }

  private static void look() {
    looking = false;
    Runnable first = WORKERS.getQueue().peek();
    boolean isStuck = first != null && first == stuck;
    stuck = first;
    if (first == null) {
      WORKERS.setCorePoolSize(FEW);
      WORKERS.setMaximumPoolSize(FEW);
    } else if (isStuck) {
      oneMore();
    } else {
      lookAgain();
    }
  }

  /** Starts a worker, which takes what all others leave lying. */
  private static void oneMore() {
    int threads = WORKERS.getCorePoolSize();
    if (threads < MOST) { // else the next delay looks again
      try {
        WORKERS.setMaximumPoolSize(threads + 1);
        WORKERS.setCorePoolSize(threads + 1);
      } finally {
        lookAgain();
      }
    }
  }
}
