package dev.weft.spi;

import java.util.concurrent.Executor;

/**
 * Where coroutines run: something that runs a step soon.
 *
 * <p>A step is one stretch of a coroutine between two suspensions. A scheduler may run steps on any
 * thread, in any order, but each exactly once. It refuses work by throwing, best a {@link
 * java.util.concurrent.RejectedExecutionException}; the coroutine then fails with what was thrown.
 */
@FunctionalInterface
public interface Scheduler {

  /**
   * Runs {@code step} soon.
   *
   * @param step never null
   */
  void schedule(Runnable step);

  /** The scheduler that hands every step to {@code executor}. */
  static Scheduler of(Executor executor) {
    return executor instanceof Scheduler scheduler ? scheduler : executor::execute;
  }
}
