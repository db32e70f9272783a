package dev.weft.internal.engine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiters of one {@link Completion}, when they are many, in the order in which they came; each
 * can be removed without a look at all others. A list of waiters becomes one when somebody leaves
 * it; it stays one until it is told.
 */
final class WaiterSet extends Waiter {

  /** How many are so many that leaving a list would take long. */
  static final int FROM = 16;

  /** Guarded by this; null once they are told. */
  private @Nullable Set<Waiter> members;

  WaiterSet(Collection<Waiter> oldestFirst) {
    members = new LinkedHashSet<>(oldestFirst);
  }

  /** Adds a waiter; false if all are being told, and the outcome is there. */
  synchronized boolean add(Waiter waiter) {
    if (members == null) {
      return false;
    }
    members.add(waiter);
    return true;
  }

  synchronized void remove(Waiter waiter) {
    if (members != null) {
      members.remove(waiter);
    }
  }

  synchronized boolean isEmpty() {
    return members == null || members.isEmpty();
  }

  /** An array, since to go through that takes no call. */
  private synchronized Waiter @Nullable [] takeAll() {
    if (members == null) {
      return null;
    }
    Waiter[] all = members.toArray(new Waiter[0]);
    members = null;
    return all;
  }

  @Override
  protected void completed(Completion done) {
    boolean unused = tellAll(done);
  }

  /** Tells all; false if there is nobody any more. */
  boolean tellAll(Completion done) {
    Waiter[] all = takeAll();
    if (all == null) {
      return false;
    }
    for (Waiter waiter : all) {
      try {
        Completion.tell(waiter, done);
      } catch (StackOverflowError end) {
        synchronized (Stranded.LOCK) {
          Stranded.waiters = new Object[] {waiter, done, Stranded.waiters};
        }
      }
    }
    return all.length > 0;
  }
}
