package dev.weft.internal.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The steps that a {@link WorkStealingThread} keeps, first in, first out: a ring.
 *
 * <h2>Protocol</h2>
 *
 * <p>One thread, the owner, adds and polls. Any thread may take steps away.
 *
 * <ul>
 *   <li><b>Adding.</b> The step is written into its slot, then the new {@code tail} with a full
 *       fence: whoever adds and then asks whether somebody looks, and whoever says that he does not
 *       look any more and then looks once more, cannot both miss each other.
 *   <li><b>Taking out.</b> Polling and taking away are both an atomic exchange of the slot for
 *       null, so one of the two gets the step. The owner passes over what was taken.
 *   <li><b>No slot is used too early.</b> Only the owner writes steps, and only where it has made
 *       the exchange itself before, as {@link #CAPACITY} is never exceeded.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>read</th></tr>
 * <tr><td>{@code slots}</td><td>owner; others exchange for null</td><td>exchange</td></tr>
 * <tr><td>{@code tail}</td><td>owner, volatile</td><td>owner plainly, others volatile</td></tr>
 * <tr><td>{@code head}</td><td>owner, opaque</td><td>owner plainly, others opaque</td></tr>
 * </table>
 */
final class LocalQueue {

  /** A power of two. */
  static final int CAPACITY = 2048;

  private static final int MASK = CAPACITY - 1;

  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Runnable[].class);
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(LocalQueue.class, "head", int.class);
      TAIL = lookup.findVarHandle(LocalQueue.class, "tail", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Runnable[] slots = new Runnable[CAPACITY];

  /** The number of the next step to be polled; it may have been taken. */
  private int head;

  /** The number of the next step to be added. Numbers overflow: only differences count. */
  private int tail;

  LocalQueue() {
    this(0);
  }

  /** One whose first step has that number. */
  LocalQueue(int first) {
    head = first;
    tail = first;
  }

  // ---- by the owner ----

  /** How many there are, with those that were taken and not passed over yet. */
  int size() {
    return tail - head;
  }

  /** Not where it is full. */
  void add(Runnable step) {
    SLOTS.setRelease(slots, tail & MASK, step);
    TAIL.setVolatile(this, tail + 1);
  }

  /** The oldest; null if there is none. */
  @Nullable Runnable poll() {
    while (head != tail) {
      Runnable step = exchange(head);
      HEAD.setOpaque(this, head + 1);
      if (step != null) {
        return step;
      }
    }
    return null;
  }

  /** Moves up to {@code most} of the youngest to {@code target}, in their order; how many. */
  int pollLast(int most, @Nullable Runnable[] target) {
    int from = tail - Math.min(most, size());
    int count = 0;
    for (int i = from; i != tail; i++) {
      Runnable step = exchange(i);
      if (step != null) {
        target[count++] = step;
      }
    }
    TAIL.setVolatile(this, from);
    return count;
  }

  // ---- any thread ----

  /** Whether there is a step that nobody has taken. */
  boolean hasAny() {
    int from = (int) HEAD.getOpaque(this);
    int count = (int) TAIL.getVolatile(this) - from;
    for (int i = 0; i < Math.min(count, CAPACITY); i++) {
      if (SLOTS.getVolatile(slots, (from + i) & MASK) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Moves all but the oldest {@code left} steps to {@code target}, oldest first, at most {@link
   * #CAPACITY}; whether there were any.
   */
  boolean take(int left, Collection<Runnable> target) {
    int from = (int) HEAD.getOpaque(this) + left;
    int count = (int) TAIL.getVolatile(this) - from;
    boolean any = false;
    for (int i = 0; i < Math.min(count, CAPACITY); i++) { // the two are not of the same moment
      Runnable step = exchange(from + i);
      any |= step != null && target.add(step);
    }
    return any;
  }

  private @Nullable Runnable exchange(int number) {
    return (Runnable) SLOTS.getAndSet(slots, number & MASK, null);
  }
}
