package dev.weft.concurrent;

import dev.weft.AsyncIterator;
import dev.weft.annotations.Async;
import dev.weft.concurrent.BroadcastState.Receiving;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands every element that is published to every subscriber.
 *
 * <pre>{@code
 * var prices = new Broadcast<Price>(16, Broadcast.OnOverflow.DROP_OLDEST);
 *
 * @Async
 * void show() {
 *   try (var subscription = prices.subscribe()) {
 *     for (Price price : subscription) { // suspends until there is one
 *       draw(price);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A subscriber sees what is published after it has subscribed, and all see it in the same order.
 * What is published while nobody has subscribed is seen by nobody. Each subscription has a buffer
 * of its own for what it has not received; {@link OnOverflow} says what happens when that is full.
 *
 * <p>{@link #close} ends it: what is in the buffers is still received.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. All methods are for any thread.
 *
 * @param <T> the elements; never null
 */
public final class Broadcast<T> {

  /** What becomes of an element for which a subscriber's buffer has no room. */
  public enum OnOverflow {
    /** {@link Broadcast#publish} waits until all subscribers have room. */
    SUSPEND,

    /** The subscriber loses the oldest element in its buffer. */
    DROP_OLDEST,

    /** The subscriber loses the new element. */
    DROP_LATEST,

    /**
     * The subscription ends: once what is in its buffer was received, it throws an {@link
     * IllegalStateException}.
     */
    FAIL
  }

  private final BroadcastState state;

  /**
   * A broadcast without subscribers.
   *
   * @param capacity how many elements each subscriber's buffer holds; positive
   * @param onOverflow what happens when it is full
   */
  public Broadcast(int capacity, OnOverflow onOverflow) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a broadcast with capacity " + capacity + CallSites.atCaller() + "; it takes at least 1");
    }
    state = new BroadcastState(capacity, Objects.requireNonNull(onOverflow, "onOverflow"));
  }

  /**
   * Begins to receive. A subscription that is not used any more has to be closed: with {@link
   * OnOverflow#SUSPEND}, it would hold up who publishes.
   *
   * @return one that sees what is published from now on; if this is closed, one that has ended
   */
  public Subscription<T> subscribe() {
    return new Subscription<>(state.subscribe());
  }

  /**
   * Publishes an element; with {@link OnOverflow#SUSPEND}, suspends until all subscribers have room
   * and it is the caller's turn. A caller that is cancelled meanwhile has not published it.
   *
   * @throws IllegalStateException if this is closed, or is closed meanwhile
   */
  @Async
  public void publish(T element) {
    WovenCarrier carrier = WovenCarrier.current();
    publish(element, Carrier.MAX_DEPTH, carrier);
    Callers.block(carrier, BroadcastState.PUBLISH);
  }

  /**
   * The body of {@link #publish(Object)}.
   *
   * @hidden
   */
  public void publish(Object element, int room, WovenCarrier carrier) {
    state.publish(Objects.requireNonNull(element, "element"), carrier);
  }

  /**
   * Publishes an element unless {@link #publish} would wait. Never suspends.
   *
   * @return whether it did; always with policies other than {@link OnOverflow#SUSPEND}
   * @throws IllegalStateException if this is closed
   */
  public boolean tryPublish(T element) {
    return state.tryPublish(Objects.requireNonNull(element, "element"), "Broadcast.tryPublish");
  }

  /**
   * Ends this: nothing can be published any more, and subscriptions end when they have received
   * what is in their buffers. Who waits to publish meets an {@link IllegalStateException}. Closing
   * again does nothing.
   */
  public void close() {
    state.close(null);
  }

  /**
   * The same, and subscriptions then throw {@code cause}, as it is.
   *
   * @param cause what has gone wrong
   */
  public void fail(Throwable cause) {
    state.close(Objects.requireNonNull(cause, "cause"));
  }

  /** Whether this is closed. */
  public boolean isClosed() {
    return state.isClosed();
  }

  /** How many subscriptions are open. For looking. */
  public int getSubscriberCount() {
    return state.subscribers();
  }

  @Override
  public String toString() {
    return "Broadcast[" + getSubscriberCount() + " subscribers" + (isClosed() ? ", closed]" : "]");
  }

  /**
   * One subscriber's view of a {@link Broadcast}. For any thread; mostly, one coroutine receives.
   * If several do, each element goes to one of them, first come, first served.
   *
   * <p>{@code for (T each : subscription)} goes through the elements until the broadcast is closed
   * and none is left: it suspends in an {@code @Async} method, and blocks the thread in ordinary
   * code. Leaving the loop leaves the subscription open. It is for one coroutine: where several
   * receive, an element that {@link #hasNext} has told of may be another one's.
   *
   * @param <T> the elements
   */
  @SuppressWarnings("IterableAndIterator") // there is one place from which all receive
  public static final class Subscription<T>
      implements AsyncIterator<T>, Iterable<T>, AutoCloseable {

    private final Receiving state;

    private Subscription(Receiving state) {
      this.state = state;
    }

    /** Says that the bodies here are meant, though they override others; see {@code Linker}. */
    @SuppressWarnings({"unused", "UnusedMethod"})
    private static void weft$woven() {}

    /** This itself: a loop receives from here on, as any other call would. */
    @Override
    public AsyncIterator<T> iterator() {
      return this;
    }

    /**
     * Suspends until there is an element. A coroutine that is cancelled meanwhile loses none; one
     * that was handed an element before that gets it, and meets the cancellation at its next
     * suspension point.
     *
     * <p>Throws what the broadcast {@linkplain Broadcast#fail failed with}, as it is.
     *
     * @return the next element
     * @throws NoSuchElementException if this or the broadcast is closed, and there is none left
     * @throws IllegalStateException if this has ended by {@link OnOverflow#FAIL}
     */
    @Async
    public T receive() {
      WovenCarrier carrier = WovenCarrier.current();
      Object element = receive(Carrier.MAX_DEPTH, carrier);
      if (carrier.isUnwinding()) {
        Callers.checkMayBlock(carrier, Receiving.RECEIVE);
        element = carrier.blockObject();
      }
      return Unchecked.cast(element);
    }

    /**
     * The body of {@link #receive()}.
     *
     * @hidden
     */
    public @Nullable Object receive(int room, WovenCarrier carrier) {
      return state.receive(carrier);
    }

    /** {@link #receive}, as an iterator. */
    @Async
    @Override
    public T next() {
      return receive();
    }

    /**
     * The body of {@link #next()}.
     *
     * @hidden
     */
    @Override
    public @Nullable Object next(int room, WovenCarrier carrier) {
      return state.receive(carrier);
    }

    /**
     * Suspends until there is an element or there never will be. Throws as {@link #receive} where
     * something has gone wrong.
     *
     * @return whether there is an element; false if this or the broadcast is closed
     */
    @Async
    @Override
    public boolean hasNext() {
      WovenCarrier carrier = WovenCarrier.current();
      return Callers.block(hasNext(Carrier.MAX_DEPTH, carrier), carrier, Receiving.HAS_NEXT);
    }

    /**
     * The body of {@link #hasNext()}.
     *
     * @hidden
     */
    @Override
    public boolean hasNext(int room, WovenCarrier carrier) {
      return state.hasNext(carrier);
    }

    /**
     * The next element if there is one and nobody waits for it. Never suspends.
     *
     * @return null if there is none yet
     * @throws NoSuchElementException as {@link #receive}
     */
    public @Nullable T tryReceive() {
      return Unchecked.cast(state.poll());
    }

    /** How many elements are in the buffer. For looking. */
    public int getBufferedCount() {
      return state.buffered();
    }

    /** How many elements this has lost to {@link OnOverflow} so far. */
    public long getDroppedCount() {
      return state.dropped();
    }

    /** Ends this: what is in the buffer is dropped, and nobody waits for it any more. */
    @Override
    public void close() {
      state.cancel();
    }
  }
}
