package dev.weft.internal.loop;

import dev.weft.internal.timers.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the order in which they are due: a heap with four children to a node, in which every
 * timer knows its own place.
 *
 * <p>So one that is cancelled is taken out at once, at O(log n), and nothing of it stays behind.
 * The due times lie beside the timers in an array of their own; comparing follows no reference
 * unless two are equal. Confined to the loop's thread.
 */
public final class TimerHeap {

  private static final int SMALLEST = 16;

  private long[] dues = new long[SMALLEST];
  private @Nullable Timer[] timers = new @Nullable Timer[SMALLEST];
  private int size;
  private long armed;

  /** An empty heap. */
  public TimerHeap() {}

  /** How many there are. */
  public int size() {
    return size;
  }

  /** When the first is due; only if there is one. */
  public long firstDue() {
    return dues[0];
  }

  /**
   * Puts in a timer that is in no heap; its due time is set. If there is no memory for it, nothing
   * has changed.
   */
  public void add(Timer timer) {
    if (size == timers.length) {
      resize(size * 2);
    }
    timer.order = armed++;
    up(size++, timer);
  }

  /** Takes out all, and lets go of the memory that they have used. */
  public void clear() {
    for (int i = 0; i < size; i++) {
      get(i).index = -1;
      timers[i] = null;
    }
    size = 0;
    shrink(SMALLEST);
  }

  /** Takes out the first if it is due, or null. */
  public @Nullable Timer takeDue(long now) {
    return size > 0 && dues[0] - now <= 0 ? takeFirst() : null;
  }

  /** Takes out the first, or null. */
  public @Nullable Timer takeFirst() {
    Timer first = timers[0];
    if (first != null) {
      remove(first);
    }
    return first;
  }

  /** Takes out {@code timer}; does nothing if it is not in. */
  public void remove(Timer timer) {
    int hole = timer.index;
    if (hole < 0) {
      return;
    }
    timer.index = -1;
    Timer last = get(--size);
    timers[size] = null;
    if (last != timer) {
      refill(hole, last);
    }
    if (size > SMALLEST && size < timers.length / 8) {
      shrink(timers.length / 4);
    }
  }

  /** What was taken out must get where it belongs, also where there is no memory left. */
  private void shrink(int capacity) {
    try {
      resize(capacity);
    } catch (OutOfMemoryError laterThen) {
      return; // it stays as large as it is
    }
  }

  private void refill(int hole, Timer last) {
    if (hole > 0 && isBefore(last, parent(hole))) {
      up(hole, last);
    } else {
      down(hole, last);
    }
  }

  private void up(int from, Timer timer) {
    int at = from;
    while (at > 0 && isBefore(timer, parent(at))) {
      put(at, get(parent(at)));
      at = parent(at);
    }
    put(at, timer);
  }

  private void down(int from, Timer timer) {
    int at = from;
    int child = firstOfChildren(at);
    while (child < size && !isBefore(timer, child)) {
      put(at, get(child));
      at = child;
      child = firstOfChildren(at);
    }
    put(at, timer);
  }

  /** The child that is due first, or {@code size} if there is none. */
  private int firstOfChildren(int parent) {
    int first = 4 * parent + 1;
    int end = Math.min(first + 4, size);
    for (int each = first + 1; each < end; each++) {
      if (isBefore(get(each), first)) {
        first = each;
      }
    }
    return Math.min(first, size);
  }

  private static int parent(int child) {
    return (child - 1) >> 2;
  }

  private boolean isBefore(Timer timer, int other) {
    long difference = timer.due - dues[other];
    return difference < 0 || (difference == 0 && timer.order - get(other).order < 0);
  }

  private void put(int at, Timer timer) {
    timers[at] = timer;
    dues[at] = timer.due;
    timer.index = at;
  }

  private Timer get(int at) {
    Timer timer = timers[at];
    if (timer == null) {
      throw new IllegalStateException("no timer at " + at + " of " + size);
    }
    return timer;
  }

  private void resize(int capacity) {
    @Nullable Timer[] newTimers = Arrays.copyOf(timers, capacity);
    dues = Arrays.copyOf(dues, capacity);
    timers = newTimers; // both or none
  }
}
