package dev.weft;

import dev.weft.runtime.Completion;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A task without a coroutine: finished from the start, or completed by hand. */
final class Promise<T extends @Nullable Object> extends Completion implements Task<T> {

  static <T extends @Nullable Object> Promise<T> completed(T value) {
    var promise = new Promise<T>();
    promise.complete(value);
    return promise;
  }

  static <T extends @Nullable Object> Promise<T> failed(Throwable failure) {
    var promise = new Promise<T>();
    promise.failWith(failure);
    return promise;
  }

  boolean succeed(T value) {
    return complete(value);
  }

  boolean failWith(Throwable failure) {
    return fail(Objects.requireNonNull(failure, "failure"));
  }

  @Override
  public boolean cancel() {
    return fail(new CancellationException("the task was cancelled"));
  }

  @Override
  protected void completed(Completion done) {
    throw new IllegalStateException("a promise waits for nothing");
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
