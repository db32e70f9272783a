package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;

/** A coroutine body without a result; a lambda of this type may suspend. */
@FunctionalInterface
public interface AsyncRunnable {

  /**
   * Does the work.
   *
   * @throws Exception whatever the work fails with
   */
  @Async
  void run() throws Exception;

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @throws Exception whatever the work fails with
   * @hidden
   */
  default void run(int room, WovenCarrier carrier) throws Exception {
    run();
  }
}
