package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator whose {@link #hasNext} and {@link #next} suspend. Where {@code iterator()} is
 * declared to return one, {@code for (T each : elements)} suspends in an {@code @Async} method. In
 * ordinary code both block the thread; on one that must not block, an event loop's, they throw an
 * {@link IllegalStateException} where they would.
 *
 * <p>For one coroutine, or thread, at a time.
 *
 * @param <T> the elements
 */
public interface AsyncIterator<T extends @Nullable Object> extends Iterator<T> {

  /** Suspends until it is known whether there is another element. */
  @Async
  @Override
  boolean hasNext();

  /**
   * Suspends until the next element is there.
   *
   * @throws NoSuchElementException after the last one
   */
  @Async
  @Override
  T next();

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return whether there is another element
   * @hidden
   */
  default boolean hasNext(int room, WovenCarrier carrier) {
    return hasNext();
  }

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @return the next element
   * @hidden
   */
  default @Nullable Object next(int room, WovenCarrier carrier) {
    return next();
  }
}
