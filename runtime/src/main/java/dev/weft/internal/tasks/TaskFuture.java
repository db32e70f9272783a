package dev.weft.internal.tasks;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.CompletionFutures;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A {@link CompletableFuture} that follows a task and passes cancellation on to it. */
public final class TaskFuture<T extends @Nullable Object> extends LoopSafeFuture<T> {

  private TaskFuture(Completion task) {
    super(task);
  }

  public static <T extends @Nullable Object> CompletableFuture<T> of(Completion task) {
    var future = new TaskFuture<T>(task);
    CompletionFutures.complete(future, task);
    return future;
  }

  /** Asks the coroutine to stop; this future is done when it has. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return task.cancel() || isCancelled();
  }
}
