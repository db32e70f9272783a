package dev.weft;

import dev.weft.internal.tasks.Promise;
import org.jspecify.annotations.Nullable;

/** A {@link Promise} as a task. */
final class PromiseTask<T extends @Nullable Object> extends Promise implements Task<T> {

  static <T extends @Nullable Object> PromiseTask<T> completed(T value) {
    var promise = new PromiseTask<T>();
    boolean unused = promise.succeed(value);
    return promise;
  }

  static <T extends @Nullable Object> PromiseTask<T> failed(Throwable failure) {
    var promise = new PromiseTask<T>();
    boolean unused = promise.failWith(failure);
    return promise;
  }
}
