package dev.weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end that a suspended coroutine is waiting for, in the hands of whoever brings it about; see
 * {@link Weft#suspend}.
 *
 * <p>All methods may be called from any thread, at any time, also before the block that was given
 * this has returned. The first of {@link #resume} and {@link #fail} decides. Once one of them has
 * returned true, the outcome is the coroutine's: it meets a cancellation that comes after that, or
 * in the same moment, at its next suspension point. Only its scheduler can keep it from that, by
 * its end or a refusal: see {@link #resume(Object, Consumer)}. If it was cancelled before, they
 * return false, and the value stays with the caller.
 *
 * @param <T> what the coroutine waits for
 */
public interface Resumption<T extends @Nullable Object> {

  /**
   * What a coroutine has done before it is suspended.
   *
   * @param <T> what the coroutine waits for
   */
  @FunctionalInterface
  interface Block<T extends @Nullable Object> {

    /**
     * Begins what {@code resumption} is to be told of; must not block.
     *
     * @throws Exception what the suspended call is to throw; the resumption is void then
     */
    void accept(Resumption<T> resumption) throws Exception;
  }

  /**
   * Lets the coroutine go on with a value. If its scheduler refuses it, or has ended, the value is
   * closed if it is {@link AutoCloseable}.
   *
   * @return false if it has been resumed, failed or cancelled before: the value is the caller's
   */
  boolean resume(T value);

  /**
   * {@link #resume(Object)} with a value that has to be given back to somebody if the coroutine
   * does not get it after all, since its scheduler has refused it or ended.
   *
   * @param undelivered is given the value then, on any thread; must not block. What it throws goes
   *     to the thread's uncaught exception handler
   * @return false if it has been resumed, failed or cancelled before: the value is the caller's
   */
  boolean resume(T value, Consumer<? super T> undelivered);

  /**
   * Has the suspended call throw {@code failure}, as it is.
   *
   * @return false if it has been resumed, failed or cancelled before
   */
  boolean fail(Throwable failure);

  /**
   * Says what is to be done if the coroutine is cancelled while it waits: the place to stop what
   * the block has begun. At once if it has been.
   *
   * @param action called once, by the thread that cancels; must not block. What it throws goes to
   *     the thread's uncaught exception handler
   * @throws IllegalStateException if there is such an action already
   */
  void onCancel(Runnable action);

  /** Whether nobody has resumed or failed this, and the coroutine has not been cancelled. */
  boolean isPending();
}
