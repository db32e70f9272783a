package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Completion;
import dev.weft.runtime.Coroutine;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call of a task method from outside: what generated code uses to start the body at once on the
 * caller's thread. Not for applications.
 */
public final class TaskMethod {

  private final Carrier carrier;
  private final CoroutineTask<?> task;
  private final @Nullable Coroutine outer;

  private TaskMethod(Carrier carrier) {
    this.carrier = carrier;
    this.task = CoroutineTask.on(CoroutineTask.inherited(carrier));
    this.outer = carrier.enter(task);
  }

  /** Begins a call; the body runs next, with {@link #carrier}. */
  public static TaskMethod begin() {
    return new TaskMethod(Carrier.current());
  }

  /** What to pass to the body. */
  public Carrier carrier() {
    return carrier;
  }

  /** How many words of stack the body may use; where the stack is deep already, it begins later. */
  public int room() {
    return carrier.isDeep() ? -1 : carrier.room();
  }

  /** Ends a call whose body has returned, finished or unwinding. */
  public Task<?> returned(@Nullable Object result) {
    try {
      task.firstRunReturned(carrier, result);
    } finally {
      carrier.leave(outer);
    }
    return task;
  }

  /** Ends a call whose body has thrown. */
  public Task<?> threw(Throwable failure) {
    try {
      task.firstRunThrew(carrier, failure);
    } finally {
      carrier.leave(outer);
    }
    return task;
  }

  /** For methods that return {@link CompletableFuture}. */
  public static CompletableFuture<?> future(Task<?> task) {
    return task.toCompletableFuture();
  }

  /**
   * For methods that return a class of their own that extends {@link CompletableFuture}: completes
   * {@code future} as the task ends, and cancels the task if the future is cancelled.
   */
  public static CompletableFuture<?> into(Task<?> task, CompletableFuture<?> future) {
    TaskFuture.follow((Completion) task, future);
    return future;
  }
}
