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

  /** Whether there is, or was, an {@link Again}. Guarded by this. */
  private boolean comesAgain;

  WaiterSet(Collection<Waiter> oldestFirst) {
    members = new LinkedHashSet<>();
    oldestFirst.forEach(this::add);
  }

  /** Adds a waiter; false if all are being told, and the outcome is there. */
  synchronized boolean add(Waiter waiter) {
    if (members == null) {
      return false;
    }
    if (!members.add(waiter)) {
      comesAgain = true;
      members.add(new Again(waiter));
    }
    return true;
  }

  /** A waiter that has come more than once, and is told as often. */
  private static final class Again extends Waiter {
    private final Waiter waiter;

    Again(Waiter waiter) {
      this.waiter = waiter;
    }

    @Override
    protected void completed(Completion done) {
      waiter.completed(done);
    }
  }

  /** Removes a waiter, however often it has come. */
  synchronized void remove(Waiter waiter) {
    if (members != null && members.remove(waiter) && comesAgain) {
      members.removeIf(each -> each instanceof Again again && again.waiter == waiter);
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
