package dev.weft.concurrent;

import dev.weft.internal.engine.StackReserve;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of one synchronizer, and those that are to be woken when it is left.
 *
 * <p>A {@link BriefLock}, which costs a third of what the JVM's own monitors do, as soon as threads
 * have once met there: so nobody enters it again who is in it.
 *
 * <p>Who grants something claims the waiter and adds it here, all under the monitor; who leaves the
 * monitor takes the list along and delivers it, since a scheduler may run a coroutine at once, and
 * that may come back here. The list is made of the waiters' own links.
 */
final class Wakeups extends BriefLock {

  private @Nullable QueuedWait first;
  private @Nullable QueuedWait last;

  /**
   * Enters the monitor.
   *
   * @throws StackOverflowError if there might be too little stack to leave it
   */
  void enter() {
    StackReserve.ensure();
    lock();
  }

  /**
   * Enters the monitor: for who has made sure a few calls ago that there is stack left, and has
   * begun since what must not be left undone.
   */
  void enterEnsured() {
    lock();
  }

  /** Leaves the monitor. */
  void exit() {
    unlock();
  }

  /** Adds one that has been claimed and is in no queue. Under the monitor. */
  void add(QueuedWait claimed) {
    QueuedWait before = last;
    if (before == null) {
      first = claimed;
    } else {
      before.next = claimed;
    }
    last = claimed;
  }

  /** Takes all; to be given to {@link #deliver} after the monitor was left. Under the monitor. */
  @Nullable QueuedWait take() {
    QueuedWait all = first;
    first = null;
    last = null;
    return all;
  }

  /** Wakes what was taken, in its order. Outside the monitor. */
  static void deliver(@Nullable QueuedWait taken) {
    QueuedWait each = taken;
    while (each != null) {
      QueuedWait following = each.next;
      each.next = null;
      each.deliverGrant();
      each = following;
    }
  }
}
