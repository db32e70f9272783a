package dev.weft;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.tasks.BlockingJoin;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.tasks.TaskFuture;
import dev.weft.internal.util.Unchecked;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a coroutine, there or still to come; also a {@link CompletionStage} and a {@link
 * Future}.
 *
 * <p>A task is done only after the coroutine's finally blocks. Whatever the coroutine throws is in
 * its task. {@link #cancel} asks the coroutine to stop: it meets a {@link CancellationException}
 * where it is suspended, each time it is asked; the task counts as cancelled once that exception
 * has ended it, and not if the coroutine went on to return a result. The stages made from a task by
 * {@code thenApply} and so on are {@link CompletableFuture}s.
 *
 * <p>All methods may be called from any thread.
 *
 * @param <T> the result
 */
public sealed interface Task<T extends @Nullable Object> extends Future<T>, DelegatingStage<T>
    permits CoroutineTask, LoopCoroutineTask, PromiseTask {

  /** Where a task stands, in the words of the JDK's {@code Future.State}. */
  enum State {
    /** Neither a result nor a failure is there. */
    RUNNING,
    /** The result is there. */
    SUCCESS,
    /** It has failed. */
    FAILED,
    /** It was cancelled, and that has ended it. */
    CANCELLED
  }

  /** A task that is done with {@code value}. */
  static <T extends @Nullable Object> Task<T> completed(T value) {
    return PromiseTask.completed(value);
  }

  /** A task that has failed with {@code failure}, which {@code await} throws as it is. */
  static <T extends @Nullable Object> Task<T> failed(Throwable failure) {
    return PromiseTask.failed(failure);
  }

  /** A task that somebody completes by hand, to turn a callback into something to await. */
  static <T extends @Nullable Object> Completer<T> completer() {
    return new Completer<>();
  }

  /**
   * The completing side of a task.
   *
   * @param <T> the result
   */
  final class Completer<T extends @Nullable Object> {
    private final PromiseTask<T> promise = new PromiseTask<>();

    /** An open task; see {@link #task}. */
    public Completer() {}

    /** The task that this completes. */
    public Task<T> task() {
      return promise;
    }

    /** Completes the task; false if it was done already, cancelled say. */
    public boolean complete(T value) {
      return promise.succeed(value);
    }

    /** Fails the task; false if it was done already. */
    public boolean fail(Throwable failure) {
      return promise.failWith(failure);
    }
  }

  private Completion completion() {
    return (Completion) this;
  }

  /** Whether the result or failure is there. */
  @Override
  default boolean isDone() {
    return completion().isDone();
  }

  /** Whether this ended by cancellation. */
  @Override
  default boolean isCancelled() {
    return completion().isCancelled();
  }

  /** Where this stands now. */
  default State state() {
    if (!isDone()) {
      return State.RUNNING;
    }
    Throwable failure = completion().peekFailure();
    if (failure == null) {
      return State.SUCCESS;
    }
    return failure instanceof CancellationException ? State.CANCELLED : State.FAILED;
  }

  /**
   * The result, of a task that is known to have succeeded.
   *
   * @throws IllegalStateException if it is not done, has failed or was cancelled
   */
  default T resultNow() {
    if (state() != State.SUCCESS) {
      throw new IllegalStateException("there is no result: " + this, completion().failure());
    }
    return Unchecked.cast(completion().value());
  }

  /**
   * What this has failed with, of a task that is known to have failed.
   *
   * @throws IllegalStateException if it is not done, has succeeded or was cancelled
   */
  default Throwable exceptionNow() {
    Throwable failure = completion().failure();
    if (failure == null || failure instanceof CancellationException) {
      throw new IllegalStateException("there is no failure: " + this);
    }
    return Completion.thrown(failure);
  }

  /**
   * Gives the coroutine a name, which {@code toString} and messages show. Does nothing to a task
   * without a coroutine.
   *
   * @return this
   */
  default Task<T> withName(String name) {
    Objects.requireNonNull(name, "name");
    if (this instanceof TaskCoroutine coroutine) {
      coroutine.makeLocals().name(name);
    }
    return this;
  }

  /**
   * Asks the coroutine to stop: it meets a {@link CancellationException} where it is suspended, or
   * at its next suspension point. Asked again after it has met that, it meets another; requests
   * that come before are one. What it waits for is asked to stop, too, unless somebody else waits
   * for that.
   *
   * @param mayInterruptIfRunning ignored: cancellation never interrupts a thread
   * @return false if it was done
   */
  @Override
  default boolean cancel(boolean mayInterruptIfRunning) {
    return completion().cancel();
  }

  /**
   * Blocks until done; for ordinary code. Coroutines call {@link Weft#await(Task)}.
   *
   * @throws ExecutionException around what the coroutine failed with
   *     <p>As with {@link CompletableFuture#get()}, what lies in a {@code CompletionException} is
   *     thrown without it.
   * @throws IllegalStateException if this is not done, on the thread of an event loop, or of the
   *     {@linkplain Schedulers#manual manual} scheduler on which it goes on
   */
  @Override
  default T get() throws InterruptedException, ExecutionException {
    return Unchecked.cast(BlockingJoin.get(completion()));
  }

  /** Like {@link #get()}, for a limited time. */
  @Override
  default T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Unchecked.cast(BlockingJoin.get(completion(), unit.toNanos(timeout)));
  }

  /**
   * The calls that are suspended in this task's coroutine, from the innermost to its first; each
   * says where it stands and what it keeps. While the coroutine runs: empty, or where it was
   * suspended last. Empty when it is done, and for tasks without a coroutine. For looking: exact
   * only while the coroutine cannot go on, as seen from the thread of its event loop.
   */
  default List<FrameView> frames() {
    return this instanceof TaskCoroutine coroutine ? FrameView.chain(coroutine.leaf()) : List.of();
  }

  /**
   * A future that is done when this is; cancelling it asks this to stop. It, and the futures made
   * from it, refuse to block where {@link #get()} does. Each call makes another one, which this
   * keeps until it is done: to look whether it is, ask {@link #isDone}.
   */
  @Override
  default CompletableFuture<T> toCompletableFuture() {
    return TaskFuture.of(completion());
  }
}
