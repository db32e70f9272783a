package dev.weft.concurrent;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is in a channel, and who waits at it; {@link ChannelCalls} are what is done with that.
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
 * <p>Nothing fails once a wake-up has been won: there is {@linkplain
 * dev.weft.internal.engine.StackReserve#ensure stack} for it, and no memory is needed.
 */
abstract sealed class ChannelState extends BriefLock permits ChannelCalls {

  /** There is no limit. */
  static final int UNBOUNDED = Integer.MAX_VALUE;

  // Values of end.
  static final int OPEN = 0;
  static final int CLOSED = 1;
  static final int CANCELLED = 2;

  private static final AtomicLong IDS = new AtomicLong();

  /** The order in which a select takes locks. */
  final long id = IDS.incrementAndGet();

  final ChannelWaiters receivers = new ChannelWaiters();
  final ChannelWaiters senders = new ChannelWaiters();

  final int capacity;
  final boolean dropsOldest;
  private final @Nullable Consumer<Object> onUndelivered;
  ElementRing buffer = new ElementRing();
  int end = OPEN;
  @Nullable Throwable cause;
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

  /** Which channel this is, for whoever looks: without the lock. */
  final String label() {
    String kind =
        capacity == 0
            ? "rendezvous"
            : capacity == UNBOUNDED ? "unbounded" : "buffered " + capacity + ", " + buffer.size();
    return "Channel#" + id + " (" + kind + ")";
  }

  private String why() {
    if (end == CANCELLED) {
      return "the channel was cancelled";
    }
    return cause == null ? "the channel was closed" : "the channel has failed";
  }
}
