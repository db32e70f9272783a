package dev.weft;

import dev.weft.runtime.Completion;
import dev.weft.runtime.Waiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A {@link CompletableFuture} that follows a task and passes cancellation on to it. */
final class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T> {

  private final Completion task;

  private TaskFuture(Completion task) {
    this.task = task;
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(Completion task) {
    var future = new TaskFuture<T>(task);
    task.subscribe(
        new Waiter() {
          @Override
          protected void completed(Completion done) {
            future.follow(done);
          }
        });
    return future;
  }

  private void follow(Completion done) {
    try {
      complete(Results.cast(done.result()));
    } catch (Throwable failure) {
      completeExceptionally(failure);
    }
  }

  /** Asks the coroutine to stop; this future is done when it has. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return task.cancel() || isCancelled();
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
