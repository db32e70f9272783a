package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that may suspend, as a lambda of this type may.
 *
 * @param <T> the first argument
 * @param <U> the second one
 * @param <R> the result
 */
@FunctionalInterface
public interface AsyncBiFunction<
    T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> {

  /**
   * Applies it.
   *
   * @return the result, null included
   * @throws Exception whatever the computation fails with
   */
  @Async
  R apply(T first, U second) throws Exception;

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return the result
   * @throws Exception whatever the computation fails with
   * @hidden
   */
  default R apply(T first, U second, int room, WovenCarrier carrier) throws Exception {
    return apply(first, second);
  }
}
