package dev.weft.concurrent;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is in a channel, and who waits at it.
 *
 * <h2>Protocol</h2>
 *
 * <p>All of it is guarded by one {@linkplain BriefLock lock}, under which elements and waiters
 * change places. Who waits is the {@link ChannelOperation} itself: the leaf frame of the coroutine,
 * the event that it waits for, and the cell of the list.
 *
 * <table>
 * <caption>Fields, all plain and written under the lock</caption>
 * <tr><th>field</th><th>what</th><th>read without the lock</th></tr>
 * <tr><td>buffer</td><td>elements that were sent and not received</td><td>by who looks again under it
 *     afterwards</td></tr>
 * <tr><td>receivers, senders</td><td>who waits, in order of coming; a sender has its element</td>
 *     <td>the same</td></tr>
 * <tr><td>end, cause</td><td>whether it was closed, and what it has failed with</td><td>by who was told so
 *     under it; the same</td></tr>
 * <tr><td>won, dropped</td><td>what the holder of the lock has to see to once it is free: a wake-up
 *     that it has won, an element that had to make room</td><td>never; null between two
 *     holders</td></tr>
 * </table>
 *
 * <h2>What holds whenever the lock is free</h2>
 *
 * <ul>
 *   <li>If a receiver waits, there is no element, and no sender waits; one select may wait on both
 *       sides, and does not meet itself.
 *   <li>If a sender waits, the buffer is full.
 *   <li>Once closed, no receiver waits; once cancelled, nobody does, and there is no element.
 * </ul>
 *
 * <p>(A waiter that has been cancelled, or has got something else, does not count. It is in the
 * list until it takes itself out, or somebody comes upon it.)
 *
 * <h2>A hand-over</h2>
 *
 * <ol>
 *   <li>A coroutine looks for the other side, under the lock. If there is nobody, it suspends; once
 *       it is suspended, it looks again under the lock ({@link ChannelOperation#start}), and enters
 *       the list if there still is nobody. So whoever is in a list is suspended.
 *   <li>Who finds somebody there takes it out and <em>wins its wake-up</em>, by one compare-and-set
 *       on the coroutine's epoch, with which a canceller, a timer and every other clause of a
 *       select compete. If it loses, the other one is gone, and the next one's turn has come; if it
 *       wins, a cancellation is put off to the coroutine's next suspension point. Element and
 *       outcome are put down in the operation.
 *   <li>The lock is given back, and only then the coroutine is handed to its scheduler, which may
 *       run it at once.
 *   <li>Who, being suspended by then, finds somebody as it looks again has two wake-ups to win, its
 *       own first. If the other one is lost and there is no further one, it wakes itself with
 *       nothing, and looks again.
 * </ol>
 *
 * <p>So an element is the sender's until one is won or the buffer has it, and then nobody can take
 * it away from whoever has been won, but a scheduler that refuses the coroutine: then it is
 * undelivered. Nothing has to be undone. Neither is anybody ever waited for under the lock, nor
 * under two: a select, which takes several, takes them in order of {@code id}.
 *
 * <p>Nothing fails once a wake-up has been won: there is {@linkplain ChannelOperation#ensureStack
 * stack} for it, and no memory is needed.
 */
abstract class ChannelState extends BriefLock {

  /** There is no limit. */
  static final int UNBOUNDED = Integer.MAX_VALUE;

  // Values of end.
  private static final int OPEN = 0;
  private static final int CLOSED = 1;
  private static final int CANCELLED = 2;

  private static final AtomicLong IDS = new AtomicLong();

  /** The order in which a select takes locks. */
  final long id = IDS.incrementAndGet();

  final ChannelWaiters receivers = new ChannelWaiters();
  final ChannelWaiters senders = new ChannelWaiters();

  private final int capacity;
  private final boolean dropsOldest;
  private final @Nullable Consumer<Object> onUndelivered;
  private ElementRing buffer = new ElementRing();
  private int end = OPEN;
  private @Nullable Throwable cause;
  private @Nullable ChannelOperation won;
  private @Nullable Object dropped;

  ChannelState(int capacity, boolean dropsOldest, @Nullable Consumer<Object> onUndelivered) {
    this.capacity = capacity;
    this.dropsOldest = dropsOldest;
    this.onUndelivered = onUndelivered;
  }

  /** {@link #isReadyToReceive} without the lock, for who will look again under it. */
  final boolean looksReadyToReceive() {
    VarHandle.acquireFence(); // so that who asks again and again sees what has changed
    return isReadyToReceive();
  }

  /** {@link #isReadyToSend} in the same way. */
  final boolean looksReadyToSend() {
    VarHandle.acquireFence();
    return isReadyToSend();
  }

  // ---- by who has the lock ----

  /** Whether a receiver has reason to look. */
  final boolean isReadyToReceive() {
    return !buffer.isEmpty() || !senders.isEmpty() || end != OPEN;
  }

  /** Whether a sender has reason to look. */
  final boolean isReadyToSend() {
    return buffer.size() < capacity || dropsOldest || !receivers.isEmpty() || end != OPEN;
  }

  /** Whether nothing may be sent. */
  final boolean isEnded() {
    return end != OPEN;
  }

  /** Hands an element over, or keeps it; false if there is no room, or this has been closed. */
  final boolean put(Object element) {
    if (end != OPEN) {
      return false;
    }
    ChannelOperation receiver = receivers.pollWon();
    if (receiver != null) {
      receiver.element = element;
      receiver.outcome = ChannelOperation.DONE;
      won = receiver;
      return true;
    }
    if (buffer.size() < capacity) {
      buffer.add(element);
      return true;
    }
    if (dropsOldest) { // so nobody waits to send, and who puts this does not come from there
      dropped = buffer.poll();
      buffer.add(element);
    }
    return dropsOldest;
  }

  /** Takes the first element, that of a waiting sender at last; null if there is none. */
  final @Nullable Object take() {
    Object first = buffer.poll();
    ChannelOperation sender = senders.pollWon();
    if (sender == null) {
      if (buffer.isEmpty()) {
        buffer.trim();
      }
      return first;
    }
    Object sent = sender.element;
    sender.element = null;
    sender.outcome = ChannelOperation.DONE;
    won = sender;
    if (first != null && sent != null) {
      buffer.add(sent); // one place is free, so it needs no memory
      return first;
    }
    return sent;
  }

  /** The wake-up to be seen through once the lock is free; null if there is none. */
  final @Nullable ChannelOperation takeWon() {
    ChannelOperation operation = won;
    if (operation != null) {
      won = null;
    }
    return operation;
  }

  /** What is to be given up once the lock is free; null if there is nothing. */
  final @Nullable Object takeDropped() {
    Object element = dropped;
    if (element != null) {
      dropped = null;
    }
    return element;
  }

  // ---- by anybody ----

  /**
   * {@link #put} for who does not wait.
   *
   * @param call the method, for the message
   * @throws ChannelClosedException if this has been closed
   */
  final boolean putNow(Object element, String call) {
    ChannelOperation.ensureStack();
    ChannelOperation receiver;
    Object old;
    boolean accepted;
    boolean refused;
    lock();
    try {
      accepted = put(element);
      refused = !accepted && end != OPEN;
    } finally {
      receiver = takeWon();
      old = takeDropped();
      unlock();
    }
    if (receiver != null) {
      receiver.go();
    }
    if (old != null) {
      undelivered(old);
    }
    if (refused) {
      throw sendRefused(call, CallSites.atCaller());
    }
    return accepted;
  }

  /**
   * {@link #take} for who does not wait.
   *
   * @return null if there is nothing yet, {@link ChannelOperation#END} if there will be nothing
   */
  final @Nullable Object takeNow() {
    ChannelOperation.ensureStack();
    ChannelOperation sender;
    Object first;
    lock();
    try {
      first = take();
      if (first == null && end != OPEN) {
        first = ChannelOperation.END;
      }
    } finally {
      sender = takeWon();
      unlock();
    }
    if (sender != null) {
      sender.go();
    }
    return first;
  }

  /** See {@link Channel#close} and {@link Channel#fail}. */
  final boolean end(@Nullable Throwable failure) {
    ChannelOperation.ensureStack();
    ChannelOperation waiting;
    lock();
    try {
      if (end != OPEN) {
        return false;
      }
      end = CLOSED;
      cause = failure;
      waiting = receivers.pollAllWon(ChannelOperation.CLOSED);
    } finally {
      unlock();
    }
    goAll(waiting);
    return true;
  }

  /** See {@link Channel#cancel}. */
  final void cancelNow() {
    ChannelOperation.ensureStack();
    var none = new ElementRing();
    ElementRing left;
    ChannelOperation receiving;
    ChannelOperation sending;
    lock();
    try {
      end = CANCELLED;
      left = buffer;
      buffer = none;
      receiving = receivers.pollAllWon(ChannelOperation.CLOSED);
      sending = senders.pollAllWon(ChannelOperation.CLOSED);
    } finally {
      unlock();
    }
    goAll(receiving);
    goAll(sending);
    for (Object each = left.poll(); each != null; each = left.poll()) {
      undelivered(each);
    }
  }

  private static void goAll(@Nullable ChannelOperation first) {
    ChannelOperation each = first;
    while (each != null) {
      ChannelOperation next = each.next;
      each.next = null; // it may wait again at once
      each.go();
      each = next;
    }
  }

  /** Gives up an element that nobody receives. Not under the lock; never throws. */
  final void undelivered(Object element) {
    if (onUndelivered == null) {
      return;
    }
    try {
      onUndelivered.accept(element);
    } catch (Throwable failure) { // nobody is there to be told
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  // ---- what those meet who come too late; the end does not change any more but to cancelled ----

  /**
   * What a send meets.
   *
   * @param call the method
   * @param at where it was called, for the message
   */
  final ChannelClosedException sendRefused(String call, String at) {
    return new ChannelClosedException(call + ": " + why() + at, cause);
  }

  /** What a receive meets. */
  final Throwable receiveRefused(String call, String at) {
    if (cause != null) {
      return Completion.thrown(cause);
    }
    String rest = end == CANCELLED ? "" : ", and all that was in it has been received";
    return new ChannelClosedException(call + ": " + why() + rest + at, null);
  }

  private String why() {
    if (end == CANCELLED) {
      return "the channel was cancelled";
    }
    return cause == null ? "the channel was closed" : "the channel has failed";
  }

  /** What it has failed with; null if it has not. */
  final @Nullable Throwable cause() {
    return cause;
  }

  // ---- for looking ----

  final int elements() {
    ChannelOperation.ensureStack(); // the lock must be given back
    lock();
    int size = buffer.size();
    unlock();
    return size;
  }

  final boolean isClosedNow() {
    ChannelOperation.ensureStack(); // the lock must be given back
    lock();
    boolean closed = end != OPEN;
    unlock();
    return closed;
  }

  final boolean isDrainedNow() {
    ChannelOperation.ensureStack(); // the lock must be given back
    lock();
    boolean drained = end != OPEN && buffer.isEmpty() && senders.isEmpty();
    unlock();
    return drained;
  }

  final String describe() {
    ChannelOperation.ensureStack(); // the lock must be given back
    lock();
    try {
      String kind =
          capacity == 0
              ? "rendezvous"
              : capacity == UNBOUNDED
                  ? "unbounded"
                  : (dropsOldest ? "dropOldest " : "buffered ") + capacity;
      return "Channel["
          + kind
          + (end == OPEN ? "" : end == CLOSED ? ", closed" : ", cancelled")
          + ", "
          + buffer.size()
          + " elements, "
          + receivers.count()
          + " receiving, "
          + senders.count()
          + " sending]";
    } finally {
      unlock();
    }
  }
}
