package dev.weft;

import dev.weft.runtime.Beginning;
import dev.weft.runtime.BodyCaller;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Coroutine;
import dev.weft.runtime.Timers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine and its task in one object, kept small: there may be very many. Those that are
 * started on an event loop are {@link LoopTask}s.
 */
sealed class CoroutineTask<T extends @Nullable Object> extends Coroutine implements Task<T>
    permits LoopTask {

  private static final BodyCaller CALLABLE =
      new BodyCaller(AsyncCallable.class, "call", Object.class);

  private static final BodyCaller RUNNABLE = new BodyCaller(AsyncRunnable.class, "run", void.class);

  private static final Beginning CALL =
      new Beginning(
          (body, carrier) -> {
            if (CALLABLE.hasBody(body)) {
              return ((AsyncCallable<?>) body).call(carrier.room(), carrier);
            }
            CALLABLE.callOrdinary(body, carrier);
            return null;
          });

  private static final Beginning RUN =
      new Beginning(
          (body, carrier) -> {
            if (RUNNABLE.hasBody(body)) {
              ((AsyncRunnable) body).run(carrier.room(), carrier);
            } else {
              RUNNABLE.callOrdinary(body, carrier);
            }
            return null;
          });

  /** Where the coroutine belongs; null if it goes on wherever what it awaited completes. */
  private @Nullable Scheduler scheduler;

  /** For {@link LoopTask}, and {@link #on}. */
  CoroutineTask(@Nullable Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** For {@link LoopTask}, and {@link #on}. */
  CoroutineTask(@Nullable Scheduler scheduler, Beginning beginning, Object body) {
    super(beginning, body);
    this.scheduler = scheduler;
  }

  /** A coroutine that belongs to {@code scheduler}; its first run is made by who calls this. */
  static <T extends @Nullable Object> CoroutineTask<T> on(@Nullable Scheduler scheduler) {
    return scheduler instanceof EventLoop
        ? new LoopTask<>(scheduler)
        : new CoroutineTask<>(scheduler);
  }

  /** A coroutine that belongs to {@code scheduler} and begins with {@code body}. */
  static <T extends @Nullable Object> CoroutineTask<T> on(
      @Nullable Scheduler scheduler, AsyncCallable<T> body) {
    return on(scheduler, CALL, Objects.requireNonNull(body, "body"));
  }

  /** A coroutine that belongs to {@code scheduler} and begins with {@code body}. */
  static CoroutineTask<@Nullable Void> on(@Nullable Scheduler scheduler, AsyncRunnable body) {
    return on(scheduler, RUN, Objects.requireNonNull(body, "body"));
  }

  private static <T extends @Nullable Object> CoroutineTask<T> on(
      @Nullable Scheduler scheduler, Beginning beginning, Object body) {
    return scheduler instanceof EventLoop
        ? new LoopTask<>(scheduler, beginning, body)
        : new CoroutineTask<>(scheduler, beginning, body);
  }

  /** A coroutine that begins with {@code body} where what runs on this thread belongs. */
  static <T extends @Nullable Object> CoroutineTask<T> inheriting(
      Carrier carrier, AsyncCallable<T> body) {
    return on(inherited(carrier), body);
  }

  /** A coroutine that begins with {@code body} where what runs on this thread belongs. */
  static CoroutineTask<@Nullable Void> inheriting(Carrier carrier, AsyncRunnable body) {
    return on(inherited(carrier), body);
  }

  /** The scheduler that a coroutine started on this thread, now, belongs to. */
  static @Nullable Scheduler inherited(Carrier carrier) {
    return carrier.coroutine() instanceof CoroutineTask<?> running ? running.scheduler : null;
  }

  /** Ends the first run of a task method's body. */
  void firstRunReturned(Carrier carrier, @Nullable Object result) {
    returned(carrier, result);
  }

  /** Ends the first run of a task method's body. */
  void firstRunThrew(Carrier carrier, Throwable failure) {
    threw(carrier, failure);
  }

  /** Gives the coroutine to its scheduler for the first time. */
  void begin() {
    launch();
  }

  @Override
  protected void dispatch() {
    if (scheduler == null) {
      Carrier.current().runInTurn(this);
    } else {
      scheduler.schedule(this);
    }
  }

  /** Whether the event loop that this belongs to waits for it when it is closed. Any thread. */
  boolean isLive() {
    return scheduler instanceof EventLoop loop && loop.live().hasGuest(this);
  }

  @Override
  protected void suspendsFirst() {
    if (scheduler instanceof EventLoop loop) {
      loop.adopt(this);
    }
  }

  @Override
  protected void ends() {
    if (scheduler instanceof EventLoop loop) {
      loop.release(this);
    } else if (scheduler instanceof EndedLoop ended) {
      ended.loop().release(this);
    }
  }

  /** Resumes this with {@code failure} if it is suspended. */
  void interruptWith(Throwable failure) {
    boolean unused = interrupt(failure);
  }

  /** Fails the task, whatever its coroutine does. */
  void abandonWith(Throwable failure) {
    boolean unused = fail(failure);
  }

  /** Where this goes on after its next suspension. */
  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  /** Changes where this goes on; called by whoever runs it, or suspends it. */
  void moveTo(@Nullable Scheduler next) {
    scheduler = next;
  }

  @Override
  protected Runnable after(long nanos, Runnable action) {
    return scheduler instanceof TimedScheduler timed
        ? timed.scheduleAfter(nanos, action)
        : Timers.after(nanos, action);
  }

  @Override
  protected boolean isToBeHeard() {
    return true;
  }

  @Override
  public String toString() {
    return TaskText.of(this);
  }
}
