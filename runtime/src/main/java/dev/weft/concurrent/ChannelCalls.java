package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a channel: each takes the lock, does what is to be done with the {@link
 * ChannelState} under it, and sees through what comes of that once the lock is free.
 */
abstract non-sealed class ChannelCalls extends ChannelState {

  /** The operations that were used last: who used them may use them again. Racy, and harmless. */
  private @Nullable ReceiveOperation receiver;

  private @Nullable SendOperation sender;

  ChannelCalls(int capacity, boolean dropsOldest, @Nullable Consumer<Object> onUndelivered) {
    super(capacity, dropsOldest, onUndelivered);
  }

  // ---- calls that may suspend ----

  /**
   * Sends, or suspends the call that is being made.
   *
   * @param time how long it may wait; null for no limit
   */
  final void beginSend(Object element, @Nullable Duration time, Carrier carrier) {
    ChannelOperation.enter(carrier);
    if (looksReadyToSend() && putNow(element, "send")) {
      return;
    }
    if (time != null) {
      begin(new SendOperation(this, null).of(element), time, carrier);
      return;
    }
    SendOperation operation = sender;
    if (operation == null || !operation.isOf(carrier)) {
      operation = new SendOperation(this, null);
      sender = operation;
    }
    operation.of(element).begin(carrier);
  }

  /**
   * Receives, or suspends the call that is being made, and returns a dummy.
   *
   * @param orNull whether the end of the channel is null
   * @param time how long it may wait; null for no limit
   */
  final @Nullable Object beginReceive(boolean orNull, @Nullable Duration time, Carrier carrier) {
    ChannelOperation.enter(carrier);
    Object received = takeIfReady();
    if (received != null) {
      return received == ChannelOperation.END ? endOf(orNull) : received;
    }
    if (time != null) {
      begin(new ReceiveOperation(this, null), time, carrier);
      return null;
    }
    ReceiveOperation operation = receiver;
    if (operation == null || !operation.isOf(carrier)) {
      operation = new ReceiveOperation(this, null);
      receiver = operation;
    }
    operation.orNull(orNull).begin(carrier);
    return null;
  }

  private static void begin(ChannelOperation operation, Duration time, Carrier carrier) {
    if (time.isZero() || time.isNegative()) {
      throw SneakyThrow.sneaky(
          new TimeoutException(operation.tooLate(time) + CallSites.atCaller()));
    }
    operation.begin(time, carrier);
  }

  private @Nullable Object endOf(boolean orNull) {
    String call = orNull ? "receiveOrNull" : "receive";
    try {
      return ReceiveOperation.endOf(this, orNull, call, CallSites.atCaller());
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  // ---- calls that do not wait ----

  /**
   * {@link #put} for who does not wait.
   *
   * @param call the method, for the message
   * @throws ChannelClosedException if this has been closed
   */
  final boolean putNow(Object element, String call) {
    StackReserve.ensure();
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
    StackReserve.ensure();
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

  /** {@link #takeNow} for who may well come to wait: the lock is only taken if it seems of use. */
  final @Nullable Object takeIfReady() {
    return looksReadyToReceive() ? takeNow() : null;
  }

  /** See {@link Channel#close} and {@link Channel#fail}. */
  final boolean end(@Nullable Throwable failure) {
    StackReserve.ensure();
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
    StackReserve.ensure();
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

  // ---- for looking ----

  final int elements() {
    StackReserve.ensure(); // the lock must be given back
    lock();
    int size = buffer.size();
    unlock();
    return size;
  }

  final boolean isClosedNow() {
    StackReserve.ensure(); // the lock must be given back
    lock();
    boolean closed = end != OPEN;
    unlock();
    return closed;
  }

  final boolean isDrainedNow() {
    StackReserve.ensure(); // the lock must be given back
    lock();
    boolean drained = end != OPEN && buffer.isEmpty() && senders.isEmpty();
    unlock();
    return drained;
  }

  final String describe() {
    StackReserve.ensure(); // the lock must be given back
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
