package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A condition whose test may suspend, as a lambda of this type may.
 *
 * @param <T> what is tested
 */
@FunctionalInterface
public interface AsyncPredicate<T extends @Nullable Object> {

  /**
   * Tests it.
   *
   * @return whether the argument meets the condition
   * @throws Exception whatever the test fails with
   */
  @Async
  boolean test(T argument) throws Exception;

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return whether the argument meets the condition
   * @throws Exception whatever the test fails with
   * @hidden
   */
  default boolean test(T argument, int room, WovenCarrier carrier) throws Exception {
    return test(argument);
  }
}
