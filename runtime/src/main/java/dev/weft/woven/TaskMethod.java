package dev.weft.woven;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.CompletionFutures;
import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Language;
import dev.weft.internal.engine.MissingParts;
import dev.weft.internal.engine.ThreadElements;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call of a task method from outside: what generated code uses to start the body at once on the
 * caller's thread. Not for applications.
 */
public final class TaskMethod {

  private final WovenCarrier carrier;
  private final Coroutine task;
  private final @Nullable Coroutine outer;

  private TaskMethod(WovenCarrier carrier) {
    this.carrier = carrier;
    this.task = Language.get().newTask(carrier);
    this.outer = carrier.enter(task);
  }

  /** Begins a call; the body runs next, with {@link #carrier}. */
  public static TaskMethod begin() {
    return new TaskMethod(WovenCarrier.current());
  }

  /** What to pass to the body. */
  public WovenCarrier carrier() {
    return carrier;
  }

  /** How many words of stack the body may use; where the stack is deep already, it begins later. */
  public int room() {
    return carrier.isDeep() ? -1 : carrier.room();
  }

  /** Ends a call whose body has returned, finished or unwinding; its task. */
  public Object returned(@Nullable Object result) {
    ThreadElements before = ContextUse.ofThreads() ? task.threadContext() : null;
    try {
      task.returned(carrier, result);
    } finally {
      leave(before);
    }
    return task;
  }

  /**
   * Gives the thread back to the caller.
   *
   * @param before what it had for those who have registered: the task began with the same
   */
  private void leave(@Nullable ThreadElements before) {
    if (ContextUse.ofObservation()) {
      task.tellOfFirstRun();
    }
    if (before != null) {
      before.restore();
    }
    carrier.leave(outer);
  }

  /** Ends a call whose body has thrown; its task. */
  public Object threw(Throwable failure) {
    ThreadElements before = ContextUse.ofThreads() ? task.threadContext() : null;
    try {
      task.threw(carrier, MissingParts.explain(failure));
    } finally {
      leave(before);
    }
    return task;
  }

  /** For methods that return {@link CompletableFuture}. */
  public static CompletableFuture<?> future(Object task) {
    return ((CompletionStage<?>) task).toCompletableFuture();
  }

  /**
   * For methods that return a class of their own that extends {@link CompletableFuture}: completes
   * {@code future} as the task ends, and cancels the task if the future is cancelled.
   */
  public static CompletableFuture<?> into(Object task, CompletableFuture<?> future) {
    CompletionFutures.follow((Completion) task, future);
    return future;
  }
}
