package dev.weft.internal.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands a result over from the thread that makes it to the coroutine that waits for it, so that it
 * has one owner at each instant. For results that somebody has to release: an open file, a
 * connection.
 *
 * <h2>Protocol</h2>
 *
 * One field says whose the result is; every change of owner is one compare-and-set or exchange.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>whose the result is</th><th>next</th></tr>
 * <tr><td>empty</td><td>the maker's</td><td>{@link #put}: put down; {@link #abandon}: abandoned</td></tr>
 * <tr><td>put down</td><td>nobody's yet</td><td>{@link #take}: taken; {@link #abandon}: abandoned</td></tr>
 * <tr><td>taken</td><td>the coroutine's</td><td></td></tr>
 * <tr><td>abandoned</td><td>the maker's if it comes later, else who abandoned it</td><td></td></tr>
 * </table>
 *
 * <p>So a result that was put down is handed out exactly once, by {@code take} or by {@code
 * abandon}; one that comes too late stays with its maker. The maker puts it down <em>before</em> it
 * wakes the coroutine with {@link OperationFrame#wakeWithResult}. A coroutine that is cancelled, or
 * whose scheduler refuses it, gives it up; both may happen, and any number of times.
 *
 * @param <T> the results
 */
public final class ResultHandoff<T> {

  private static final Object TAKEN = new Object();
  private static final Object ABANDONED = new Object();

  private final AtomicReference<@Nullable Object> place = new AtomicReference<>();

  /** An empty one. */
  public ResultHandoff() {}

  /** Puts the result down; false if nobody wants it any more: it is the caller's. Any thread. */
  public boolean put(T result) {
    return place.compareAndSet(null, result);
  }

  /** Takes the result that was put down; null if there is none, or it was abandoned. Any thread. */
  public @Nullable T take() {
    Object found = place.get();
    return isResult(found) && place.compareAndSet(found, TAKEN) ? result(found) : null;
  }

  /**
   * Takes nothing any more.
   *
   * @return the result if it had been put down and not taken: it is the caller's. Any thread.
   */
  public @Nullable T abandon() {
    Object found;
    do {
      found = place.get();
      if (found == TAKEN) {
        return null;
      }
    } while (!place.compareAndSet(found, ABANDONED));
    return isResult(found) ? result(found) : null;
  }

  /** Whether it has been cancelled, so that the result need not even be made. Any thread. */
  public boolean isAbandoned() {
    return place.get() == ABANDONED;
  }

  private static boolean isResult(@Nullable Object found) {
    return found != null && found != TAKEN && found != ABANDONED;
  }

  @SuppressWarnings("unchecked") // only put writes one
  private @Nullable T result(@Nullable Object found) {
    return (T) found;
  }
}
