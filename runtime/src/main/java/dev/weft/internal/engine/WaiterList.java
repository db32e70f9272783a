package dev.weft.internal.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A cell of the list of those who wait for a {@link Completion}, newest first; the last one is the
 * oldest {@link Waiter} itself. A cell is a waiter, too, so that one test tells pending from done.
 *
 * <p>A list that others can see does not change until the completion is done; who leaves makes
 * another one. Any thread.
 */
final class WaiterList extends Waiter {

  /** The end of a list that is being told. */
  private static final Waiter NOBODY =
      new Waiter() {
        @Override
        protected void completed(Completion done) {}
      };

  private final Waiter waiter;

  /** Changed only when all are told: without any memory, since there may be none. */
  private Waiter older;

  WaiterList(Waiter waiter, Waiter older) {
    this.waiter = waiter;
    this.older = older;
  }

  /** Tells all, the oldest first. Others may look through the list meanwhile, and find an end. */
  @Override
  protected void completed(Completion done) {
    Waiter newer = NOBODY;
    Waiter each = this;
    while (each instanceof WaiterList cell) {
      each = cell.older;
      cell.older = newer;
      newer = cell;
    }
    while (true) {
      try {
        Completion.tell(each, done);
      } catch (StackOverflowError end) {
        synchronized (Stranded.LOCK) {
          Stranded.waiters = new Object[] {each, done, Stranded.waiters};
        }
      }
      if (!(newer instanceof WaiterList cell)) {
        return;
      }
      each = cell.waiter;
      newer = cell.older;
    }
  }

  /** Whether {@code sought} is in {@code list}, which may be one waiter. */
  static boolean contains(Waiter list, Waiter sought) {
    Waiter each = list;
    while (each instanceof WaiterList cell && cell.waiter != sought) {
      each = cell.older;
    }
    return each == sought || each instanceof WaiterList;
  }

  /**
   * The list without {@code gone}; a long one becomes a {@link WaiterSet}, which is left at once.
   *
   * @return null if nobody else is in it
   */
  static @Nullable Waiter without(Waiter list, Waiter gone) {
    if (list == gone) {
      return null;
    }
    var kept = new ArrayDeque<Waiter>();
    Waiter each = list;
    while (each instanceof WaiterList cell) {
      if (cell.waiter != gone) {
        kept.push(cell.waiter);
      }
      each = cell.older;
    }
    if (each != gone) {
      kept.push(each);
    }
    if (kept.size() > WaiterSet.FROM) {
      return new WaiterSet(kept);
    }
    Waiter result = null;
    for (Waiter waiter : kept) {
      result = result == null ? waiter : new WaiterList(waiter, result);
    }
    return result;
  }
}
