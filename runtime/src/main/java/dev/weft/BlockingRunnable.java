package dev.weft;

/**
 * Work without a result that may block, for {@link Weft#blocking(BlockingRunnable)}: a {@link
 * Runnable} that may throw checked exceptions. It is ordinary code: a lambda of this type is no
 * coroutine.
 */
@FunctionalInterface
public interface BlockingRunnable {

  /**
   * Does the work.
   *
   * @throws Exception whatever the work fails with
   */
  void run() throws Exception;
}
