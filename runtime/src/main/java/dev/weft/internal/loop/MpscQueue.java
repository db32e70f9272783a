package dev.weft.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An MPSC queue, into which any thread puts and from which one takes: how steps come to an event
 * loop from outside.
 *
 * <h2>Why this shape</h2>
 *
 * <p>An element needs no node of its own and no field in the element: segments hold 1,024
 * references each, so a hand-over allocates 4 bytes on average, whatever is handed over. Putting is
 * one atomic addition and one write; no thread ever waits for another or tries again because of
 * one.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Put.</b> A producer claims a place by adding to {@code claimed} of the last segment. A
 *       place below the segment's size is its own; it writes the element there, and is done. Above
 *       it, the segment is full: it appends a new one with its element in the first place, or goes
 *       on to the one that another producer has appended.
 *   <li><b>Nothing can come between</b> a claim and its write: a place left empty would hide all
 *       behind it for ever. So the write is no call of a {@code VarHandle}, which may find the
 *       stack at its end, nor does it allocate. It is a plain write, kept in its place by a fence
 *       before the claim (what the element refers to is written by then) and by the volatile write
 *       of {@code written} after it (the producer then looks whether the consumer sleeps). A
 *       producer that is out of stack or memory fails before its claim, or with a claim beyond the
 *       end of the segment, which nobody waits for; its element is not in.
 *   <li><b>Take.</b> The consumer reads the place it stands at; null means that nothing is there
 *       yet. A place that is claimed but not written looks like the end of the queue, also to
 *       elements behind it. Its producer writes it before it looks whether the consumer sleeps.
 *   <li><b>Close.</b> The consumer claims all places that are left and appends {@link #END}. Every
 *       producer that claimed before is waited for when the rest is taken; every later one finds
 *       {@code END} and is refused. If one of those appends a segment first, the places that the
 *       consumer has claimed stay empty, and it closes that segment in the same way. So an element
 *       is either taken or refused, never both.
 *   <li><b>Order.</b> Elements of one producer, and those of producers of whom one put after the
 *       other was done, are taken in that order.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>tail</td><td>producers</td><td>volatile, compare-and-set</td></tr>
 * <tr><td>head, at</td><td>consumer</td><td>plain</td></tr>
 * <tr><td>Segment.claimed</td><td>producers; consumer when closing</td><td>atomic addition</td></tr>
 * <tr><td>Segment.used</td><td>consumer when closing</td><td>plain</td></tr>
 * <tr><td>Segment.items</td><td>producers; consumer clears</td><td>written plainly, see above; read
 *     as volatile</td></tr>
 * <tr><td>Segment.written</td><td>producers</td><td>volatile, never read</td></tr>
 * <tr><td>Segment.next</td><td>producers; consumer when closing</td><td>compare-and-set</td></tr>
 * </table>
 *
 * @param <E> what is handed over
 */
public final class MpscQueue<E> {

  static final int SIZE = 1024;

  private static final VarHandle TAIL;
  private static final VarHandle CLAIMED;
  private static final VarHandle NEXT;
  private static final VarHandle ITEM = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      var lookup = MethodHandles.lookup();
      TAIL = lookup.findVarHandle(MpscQueue.class, "tail", Segment.class);
      CLAIMED = lookup.findVarHandle(Segment.class, "claimed", int.class);
      NEXT = lookup.findVarHandle(Segment.class, "next", Segment.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Segment END = new Segment(0);

  private static final class Segment {
    final @Nullable Object[] items;

    @SuppressWarnings("UnusedVariable") // read through CLAIMED
    volatile int claimed;

    @SuppressWarnings("UnusedVariable") // its write is what counts
    volatile int written;

    volatile @Nullable Segment next;

    /** How many places are written sooner or later: all, unless the consumer claimed the others. */
    int used;

    Segment(int size) {
      used = size;
      items = new @Nullable Object[size];
    }
  }

  private volatile Segment tail;
  private Segment head;
  private int at;

  /** An empty queue. */
  public MpscQueue() {
    head = new Segment(SIZE);
    tail = head;
  }

  /**
   * Puts {@code element} in. Any thread. If this throws, out of stack or memory, it is not in.
   *
   * @return false if the queue has been closed
   */
  public boolean put(E element) {
    VarHandle.releaseFence();
    while (true) {
      Segment last = tail;
      @Nullable Object[] items = last.items;
      int place = (int) CLAIMED.getAndAdd(last, 1);
      if (place < items.length) { // from here on, nothing is called
        items[place] = element;
        last.written = place;
        return true;
      }
      Segment next = last.next;
      if (next == null && append(last, element)) {
        return true;
      }
      next = last.next;
      if (next == END) {
        CLAIMED.setVolatile(last, last.items.length); // or it would overflow some day
        return false;
      }
      TAIL.compareAndSet(this, last, next);
    }
  }

  private boolean append(Segment last, E element) {
    var fresh = new Segment(SIZE);
    fresh.items[0] = element;
    fresh.claimed = 1;
    return NEXT.compareAndSet(last, null, fresh);
  }

  /** Takes the next element, or null if none is there. The consumer's thread alone. */
  @SuppressWarnings("unchecked") // only elements are ever written
  public @Nullable E take() {
    Object item = peek();
    if (item != null) {
      head.items[at++] = null;
    }
    return (E) item;
  }

  /** Whether nothing is there to be taken now. The consumer's thread alone. */
  public boolean isEmpty() {
    return peek() == null;
  }

  /** Shows what is in, as any thread sees it, which may see what has been taken. */
  @SuppressWarnings("unchecked") // only elements are ever written
  void forEachSeen(Consumer<? super E> action) {
    Segment last = tail;
    for (Segment each = head; each != null && each != END; each = each.next) {
      for (int i = 0; i < each.items.length; i++) {
        Object item = ITEM.getVolatile(each.items, i);
        if (item != null) {
          action.accept((E) item);
        }
      }
      if (each == last) {
        return; // what comes meanwhile could go on for ever
      }
    }
  }

  private @Nullable Object peek() {
    if (at == head.items.length) {
      Segment next = head.next;
      if (next == null || next == END) {
        return null;
      }
      head = next;
      at = 0;
    }
    return ITEM.getVolatile(head.items, at);
  }

  /**
   * Refuses all elements from now on, and gives those that were put in before. The consumer's
   * thread alone; once.
   *
   * @param rest is told of each that was still in
   */
  public void close(Consumer<? super E> rest) {
    end(tail);
    while (true) {
      takeUpTo(head.used, rest);
      Segment next = next(head);
      if (next == END) {
        return;
      }
      head = next;
      at = 0;
    }
  }

  /** Appends {@link #END}, as soon as no producer is faster, and notes what can still be taken. */
  private static void end(Segment from) {
    Segment last = from;
    while (true) {
      last.used = Math.min((int) CLAIMED.getAndAdd(last, SIZE), SIZE);
      if (NEXT.compareAndSet(last, null, END)) {
        return;
      }
      last = next(last);
      if (last == END) {
        throw new IllegalStateException("closed twice");
      }
    }
  }

  private void takeUpTo(int end, Consumer<? super E> rest) {
    while (at < end) {
      E element = take();
      if (element == null) {
        Thread.onSpinWait(); // a producer stands between claiming and writing
      } else {
        rest.accept(element);
      }
    }
  }

  private static Segment next(Segment segment) {
    Segment next = segment.next;
    if (next == null) {
      throw new IllegalStateException("not closed, and nothing is appended");
    }
    return next;
  }
}
