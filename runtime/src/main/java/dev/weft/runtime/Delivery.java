package dev.weft.runtime;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way from the thread that makes it to the coroutine that waits for it, for results
 * that somebody has to answer for: an open file, a connection.
 *
 * <h2>Protocol</h2>
 *
 * One field says whose the result is; every change of owner is one compare-and-set or exchange.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>whose the result is</th><th>next</th></tr>
 * <tr><td>empty</td><td>the maker's</td><td>{@link #put}: put down; {@link #giveUp}: given up</td></tr>
 * <tr><td>put down</td><td>nobody's yet</td><td>{@link #take}: taken; {@link #giveUp}: given up</td></tr>
 * <tr><td>taken</td><td>the coroutine's</td><td></td></tr>
 * <tr><td>given up</td><td>the maker's if it comes later, else who gave it up</td><td></td></tr>
 * </table>
 *
 * <p>So a result that was put down is handed out exactly once, by {@code take} or by {@code
 * giveUp}; one that comes too late stays with its maker. The maker puts it down <em>before</em> it
 * wakes the coroutine with {@link Operation#wakeDone}. A coroutine that is cancelled, or whose
 * scheduler refuses it, gives it up; both may happen, and any number of times.
 *
 * @param <T> the results
 */
public final class Delivery<T> {

  private static final Object TAKEN = new Object();
  private static final Object GIVEN_UP = new Object();

  private final AtomicReference<@Nullable Object> place = new AtomicReference<>();

  /** An empty one. */
  public Delivery() {}

  /** Puts the result down; false if nobody wants it any more: it is the caller's. Any thread. */
  public boolean put(T result) {
    return place.compareAndSet(null, result);
  }

  /** Takes the result that was put down; null if there is none, or it was given up. Any thread. */
  public @Nullable T take() {
    Object found = place.get();
    return isResult(found) && place.compareAndSet(found, TAKEN) ? result(found) : null;
  }

  /**
   * Takes nothing any more.
   *
   * @return the result if it had been put down and not taken: it is the caller's. Any thread.
   */
  public @Nullable T giveUp() {
    Object found;
    do {
      found = place.get();
      if (found == TAKEN) {
        return null;
      }
    } while (!place.compareAndSet(found, GIVEN_UP));
    return isResult(found) ? result(found) : null;
  }

  /** Whether it has been given up, so that the result need not even be made. Any thread. */
  public boolean isGivenUp() {
    return place.get() == GIVEN_UP;
  }

  private static boolean isResult(@Nullable Object found) {
    return found != null && found != TAKEN && found != GIVEN_UP;
  }

  @SuppressWarnings("unchecked") // only put writes one
  private @Nullable T result(@Nullable Object found) {
    return (T) found;
  }
}
