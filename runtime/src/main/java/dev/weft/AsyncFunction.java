package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A function that may suspend, as a lambda of this type may.
 *
 * @param <T> what it is applied to
 * @param <R> the result
 */
@FunctionalInterface
public interface AsyncFunction<T extends @Nullable Object, R extends @Nullable Object> {

  /**
   * Applies it.
   *
   * @return the result, null included
   * @throws Exception whatever the computation fails with
   */
  @Async
  R apply(T argument) throws Exception;

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return the result
   * @throws Exception whatever the computation fails with
   * @hidden
   */
  default R apply(T argument, int room, WovenCarrier carrier) throws Exception {
    return apply(argument);
  }
}
