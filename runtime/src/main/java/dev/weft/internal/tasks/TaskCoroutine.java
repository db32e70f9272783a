package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.spi.Scheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine and its task in one object, kept small: there may be very many.
 *
 * <p>The class with the type of the language, {@code Task}, is derived from this one; event loops
 * have one of their own, which can stand in a loop's ring of suspended coroutines.
 */
public abstract class TaskCoroutine extends Coroutine {

  private static final VarHandle SCHEDULER;

  static {
    try {
      SCHEDULER =
          MethodHandles.lookup().findVarHandle(TaskCoroutine.class, "scheduler", Scheduler.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Where the coroutine belongs; null if it goes on wherever what it awaited completes. In its
   * place a {@link CoroutineContext}, once there has to be one, which has it then. Read and written
   * by who runs the coroutine or has claimed its wake-up; any thread may put the context there, and
   * so a compare-and-set is what changes this.
   */
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
    return carrier.coroutine() instanceof TaskCoroutine running ? running.scheduler() : null;
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
    return scheduler() instanceof HostScheduler host && host.hosts(this);
  }

  @Override
  protected final void suspendsFirst() {
    if (scheduler() instanceof HostScheduler host && !host.isTerminated()) {
      host.adopt(this);
    }
  }

  @Override
  protected final void ends() {
    if (scheduler() instanceof HostScheduler host) {
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
    ObservedCoroutine known = observed();
    if (known != null) {
      known.ended();
    }
  }

  /** Where this goes on after its next suspension. */
  public final @Nullable Scheduler scheduler() {
    Scheduler known = scheduler;
    return known instanceof CoroutineContext context ? context.scheduler() : known;
  }

  /** Changes where this goes on; called by whoever runs it, or suspends it. */
  public final void moveTo(@Nullable Scheduler next) {
    Scheduler known = scheduler;
    if (known instanceof CoroutineContext context) {
      context.moveTo(next);
    } else if (!SCHEDULER.compareAndSet(this, known, next)) {
      moveTo(next); // somebody has just given this a name, and so a context
    }
  }

  /** Any thread. */
  @Override
  public final @Nullable CoroutineLocals locals() {
    return (Scheduler) SCHEDULER.getAcquire(this) instanceof CoroutineContext context
        ? context
        : null;
  }

  /** Any thread. */
  @Override
  public final CoroutineLocals makeLocals() {
    CoroutineContext made;
    Scheduler known;
    do {
      known = (Scheduler) SCHEDULER.getAcquire(this);
      if (known instanceof CoroutineContext context) {
        return context;
      }
      made = new CoroutineContext(this, known);
    } while (!SCHEDULER.compareAndSet(this, known, made));
    return made;
  }

  @Override
  protected final boolean leavesOpenScope() {
    return scheduler instanceof CoroutineContext context && context.hasOpenScope();
  }

  @Override
  protected final Runnable after(long nanos, Runnable action) {
    return SchedulerTimers.after(scheduler(), nanos, action);
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
