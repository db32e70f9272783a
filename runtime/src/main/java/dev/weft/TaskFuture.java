package dev.weft;

import dev.weft.runtime.Completion;
import dev.weft.runtime.Waiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A {@link CompletableFuture} that follows a task and passes cancellation on to it. */
final class TaskFuture<T extends @Nullable Object> extends LoopSafeFuture<T> {

  private TaskFuture(Completion task) {
    super(task);
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(Completion task) {
    var future = new TaskFuture<T>(task);
    complete(future, task);
    return future;
  }

  /** Lets a future that somebody else made follow a task, and pass cancellation on to it. */
  static <T extends @Nullable Object> void follow(Completion task, CompletableFuture<T> future) {
    complete(future, task);
    if (!future.isDone()) {
      CompletableFuture<T> unused =
          future.whenComplete(
              (result, failure) -> {
                if (future.isCancelled()) {
                  task.cancel();
                }
              });
    }
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> future, Completion task) {
    task.subscribe(
        new Waiter() {
          @Override
          protected void completed(Completion done) {
            end(future, done);
          }
        });
  }

  private static <T extends @Nullable Object> void end(
      CompletableFuture<T> future, Completion done) {
    try {
      future.complete(Results.cast(done.result()));
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
  }

  /** Asks the coroutine to stop; this future is done when it has. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return task.cancel() || isCancelled();
  }
}
