package dev.weft.internal.loop;

/** The thread of an event loop, as the loop's parts see it. */
public interface LoopExecutor {

  /** Whether the calling thread is the loop's own. */
  boolean isCurrent();

  /**
   * Runs {@code step} on the loop's thread, soon.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop has been closed
   */
  void execute(Runnable step);

  /** Tells of a failure that is nobody's own. The loop's thread. */
  void report(Throwable failure);
}
