package dev.weft.internal.engine;

import dev.weft.internal.util.Unchecked;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Futures that end as a {@link Completion} does. */
public final class CompletionFutures {

  private CompletionFutures() {}

  /** Lets a future that somebody else made follow a task, and pass cancellation on to it. */
  public static <T extends @Nullable Object> void follow(
      Completion task, CompletableFuture<T> future) {
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

  /** Completes {@code future} as {@code task} ends. */
  public static <T extends @Nullable Object> void complete(
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
      future.complete(Unchecked.cast(done.result()));
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
  }
}
