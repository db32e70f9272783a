package dev.weft.internal.tasks;

import dev.weft.spi.Scheduler;

/**
 * A scheduler that one thread runs by hand, which therefore must not wait for what goes on here.
 *
 * @hidden
 */
public abstract class ThreadConfinedScheduler implements Scheduler {

  /** For subclasses. */
  protected ThreadConfinedScheduler() {}

  /** Whether the current thread is the one that this belongs to. */
  protected abstract boolean isOfCurrentThread();
}
