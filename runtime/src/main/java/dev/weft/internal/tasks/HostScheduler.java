package dev.weft.internal.tasks;

import dev.weft.spi.TimedScheduler;

/**
 * A scheduler that keeps account of the coroutines that are suspended on it, so that its shutdown
 * can reach them: an event loop, or what stands for one that has terminated.
 *
 * <p>Its methods are called by {@link TaskCoroutine} and by {@link SchedulerSwitch} only.
 *
 * @hidden
 */
public abstract class HostScheduler implements TimedScheduler {

  /** For subclasses. */
  protected HostScheduler() {}

  /** Enters a coroutine that belongs to this and suspends. On the thread that runs it. */
  protected abstract void adopt(TaskCoroutine task);

  /** Strikes out a coroutine that is done or moves away. On the thread that runs it. */
  protected abstract void release(TaskCoroutine task);

  /** Whether a coroutine of a class of no loop's own is entered here. Any thread. */
  protected abstract boolean hosts(TaskCoroutine task);

  /** Whether this stands for a scheduler that has terminated, to which no coroutine goes back. */
  protected boolean isTerminated() {
    return false;
  }
}
