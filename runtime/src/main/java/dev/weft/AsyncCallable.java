package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine body with a result; a lambda of this type may suspend.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface AsyncCallable<T extends @Nullable Object> {

  /**
   * Computes the result.
   *
   * @return the result, null included
   * @throws Exception whatever the computation fails with
   */
  @Async
  T call() throws Exception;

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return the result
   * @throws Exception whatever the computation fails with
   * @hidden
   */
  default T call(int room, WovenCarrier carrier) throws Exception {
    return call();
  }
}
