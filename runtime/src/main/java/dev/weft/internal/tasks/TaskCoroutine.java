package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.timers.Timers;
import dev.weft.spi.Scheduler;
import dev.weft.spi.TimedScheduler;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine and its task in one object, kept small: there may be very many.
 *
 * <p>The class with the type of the language, {@code Task}, is derived from this one; event loops
 * have one of their own, which can stand in a loop's ring of suspended coroutines.
 */
public abstract class TaskCoroutine extends Coroutine {

  /** Where the coroutine belongs; null if it goes on wherever what it awaited completes. */
  private @Nullable Scheduler scheduler;

  /** A coroutine whose first run is made by who calls this. */
  protected TaskCoroutine(@Nullable Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A coroutine that begins with a call of {@code body}. */
  protected TaskCoroutine(@Nullable Scheduler scheduler, InitialFrame initial, Object body) {
    super(initial, body);
    this.scheduler = scheduler;
  }

  /** The scheduler that a coroutine started on this thread, now, belongs to. */
  public static @Nullable Scheduler inherited(Carrier carrier) {
    return carrier.coroutine() instanceof TaskCoroutine running ? running.scheduler : null;
  }

  /** Gives the coroutine to its scheduler for the first time. */
  public final void begin() {
    launch();
  }

  @Override
  protected final void dispatch() {
    if (scheduler == null) {
      Carrier.current().runOnTrampoline(this);
    } else {
      scheduler.schedule(this);
    }
  }

  /** Whether the event loop that this belongs to waits for it when it is closed. Any thread. */
  public boolean isLive() {
    return scheduler instanceof HostScheduler host && host.hosts(this);
  }

  @Override
  protected final void suspendsFirst() {
    if (scheduler instanceof HostScheduler host && !host.isTerminated()) {
      host.adopt(this);
    }
  }

  @Override
  protected final void ends() {
    if (scheduler instanceof HostScheduler host) {
      host.release(this);
    }
  }

  /** Resumes this with {@code failure} if it is suspended. Any thread. */
  public final void interruptWith(Throwable failure) {
    boolean unused = interrupt(failure);
  }

  /** Fails the task, whatever its coroutine does. Any thread. */
  public final void abandonWith(Throwable failure) {
    boolean unused = fail(failure);
  }

  /** Where this goes on after its next suspension. */
  public final @Nullable Scheduler scheduler() {
    return scheduler;
  }

  /** Changes where this goes on; called by whoever runs it, or suspends it. */
  public final void moveTo(@Nullable Scheduler next) {
    scheduler = next;
  }

  @Override
  protected final Runnable after(long nanos, Runnable action) {
    return scheduler instanceof TimedScheduler timed
        ? timed.scheduleAfter(nanos, action)
        : Timers.after(nanos, action);
  }

  @Override
  protected final boolean reportsUnobservedFailure() {
    return true;
  }

  @Override
  public final String toString() {
    return TaskDescription.of(this);
  }
}
