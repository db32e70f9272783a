package dev.weft.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait on one side of a channel, first come, first served: a list through the operations
 * themselves, from any place of which one can be taken out. Guarded by the channel's lock.
 */
final class ChannelWaiters {

  private @Nullable ChannelOperation first;
  private @Nullable ChannelOperation last;

  ChannelWaiters() {}

  /** Whether nobody is in the list. Some of those in it may have been cancelled. */
  boolean isEmpty() {
    return first == null;
  }

  void add(ChannelOperation operation) {
    operation.waiters = this;
    operation.previous = last;
    if (last == null) {
      first = operation;
    } else {
      last.next = operation;
    }
    last = operation;
  }

  /** Takes out one that is in this list. */
  void remove(ChannelOperation operation) {
    ChannelOperation before = operation.previous;
    ChannelOperation after = operation.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    operation.previous = null;
    operation.next = null;
    operation.waiters = null;
  }

  /**
   * Takes out the first one that still waits, having won its wake-up; null if there is none. Those
   * before it have been cancelled, or what else they wait for has come first.
   */
  @Nullable ChannelOperation pollWon() {
    for (ChannelOperation each = first; each != null; each = first) {
      remove(each);
      if (each.win()) {
        return each;
      }
    }
    return null;
  }

  /** Takes out all that still wait, having won their wake-ups; linked by {@code next}. */
  @Nullable ChannelOperation pollAllWon(int outcome) {
    ChannelOperation firstWon = pollWon();
    ChannelOperation lastWon = firstWon;
    while (lastWon != null) {
      lastWon.outcome = outcome;
      lastWon.next = pollWon();
      lastWon = lastWon.next;
    }
    return firstWon;
  }

  /** How many are in the list, for looking. */
  int count() {
    int count = 0;
    for (ChannelOperation each = first; each != null; each = each.next) {
      count++;
    }
    return count;
  }
}
