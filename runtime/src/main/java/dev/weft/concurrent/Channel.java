package dev.weft.concurrent;

import dev.weft.AsyncGenerator;
import dev.weft.AsyncIterator;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Language;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue by which coroutines and threads hand elements over to each other: who sends waits for
 * room, who receives waits for an element.
 *
 * <pre>{@code
 * Channel<Path> found = Channel.buffered(64);
 * scope.fork(() -> {
 *   for (Path path : list()) {
 *     found.send(path); // waits while 64 have not been received
 *   }
 *   found.close();
 * });
 * for (Path path : found) { // suspends until one is there, and ends when the channel is closed
 *   index(path);
 * }
 * }</pre>
 *
 * <p>Any number of senders and receivers, coroutines of any schedulers and ordinary threads; these
 * block while they wait, and are refused where a thread must not block (an event loop's). Elements
 * are received in the order in which they were sent, and who waits is served first come, first
 * served. Elements are not null. All methods may be called by any thread; what happens before a
 * {@code send} happens before what follows the {@code receive} of its element.
 *
 * <h2>Whose an element is</h2>
 *
 * <p>The sender's, until {@code send} returns: if it throws, whatever it throws, nobody has got the
 * element, nor will. Then the channel's, until {@code receive} returns it. What the channel has and
 * nobody will receive goes to {@code onUndelivered}, if the channel was made with one: what is in
 * it when it is {@linkplain #cancel cancelled}, what had to make room ({@link #dropOldest}, {@link
 * #latest}), and what a coroutine was handed whose scheduler then refused to run it. That is called
 * by the thread that brings it about; it must not block, nor suspend, and what it throws goes to
 * that thread's handler of uncaught exceptions.
 *
 * <h2>Cancellation</h2>
 *
 * <p>A coroutine that is cancelled while it waits throws its {@link CancellationException}, has
 * sent nothing and received nothing, and leaves nothing behind. If the hand-over comes first, the
 * call returns as usual, and the coroutine meets the cancellation at its next suspension point. One
 * that has been cancelled before meets it as the call begins, whether that would have to wait or
 * not.
 *
 * <h2>The end</h2>
 *
 * <table>
 * <caption>What happens after, and to those who wait</caption>
 * <tr><th></th><th>{@link #close}</th><th>{@link #fail}</th><th>{@link #cancel}</th></tr>
 * <tr><td>{@code send}, {@code trySend}</td><td>throw a {@link ChannelClosedException}</td>
 *     <td>the same, with the failure as its cause</td><td>throw one</td></tr>
 * <tr><td>elements in it</td><td>are received</td><td>are received</td>
 *     <td>go to {@code onUndelivered}</td></tr>
 * <tr><td>senders that wait</td><td>wait on, and their elements are received</td><td>the same</td>
 *     <td>throw</td></tr>
 * <tr><td>{@code receive} when nothing is left</td><td>throws a {@code
 *     ChannelClosedException}</td><td>throws the failure itself</td><td>throws a {@code
 *     ChannelClosedException}</td></tr>
 * <tr><td>{@code receiveOrNull} then</td><td>null</td><td>throws the failure itself</td>
 *     <td>null</td></tr>
 * <tr><td>{@code tryReceive} then</td><td>null</td><td>null</td><td>null</td></tr>
 * </table>
 *
 * <p>The first of {@code close} and {@code fail} decides; {@code cancel} may follow them. A channel
 * need not be closed: one that nobody refers to is garbage, also with coroutines that wait at it,
 * but for those of an event loop, which holds what waits on it until it is closed.
 *
 * @param <T> the elements
 */
public final class Channel<T> extends ChannelCalls implements Iterable<T> {

  private Channel(int capacity, boolean dropsOldest, @Nullable Consumer<? super T> onUndelivered) {
    super(capacity, dropsOldest, Unchecked.cast(onUndelivered));
  }

  /** A channel without room: {@code send} waits for the receiver. */
  public static <T> Channel<T> rendezvous() {
    return new Channel<>(0, false, null);
  }

  /**
   * The same.
   *
   * @param onUndelivered gets the elements that nobody will receive
   */
  public static <T> Channel<T> rendezvous(Consumer<? super T> onUndelivered) {
    return new Channel<>(0, false, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }

  /**
   * A channel with room for {@code capacity} elements that have not been received: {@code send}
   * waits if there are so many.
   *
   * @throws IllegalArgumentException if {@code capacity} is not positive
   */
  public static <T> Channel<T> buffered(int capacity) {
    return new Channel<>(checked(capacity), false, null);
  }

  /**
   * The same.
   *
   * @param onUndelivered gets the elements that nobody will receive
   */
  public static <T> Channel<T> buffered(int capacity, Consumer<? super T> onUndelivered) {
    return new Channel<>(
        checked(capacity), false, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }

  /** A channel with room for all: {@code send} never waits, so nothing holds the senders back. */
  public static <T> Channel<T> unbounded() {
    return new Channel<>(UNBOUNDED, false, null);
  }

  /**
   * The same.
   *
   * @param onUndelivered gets the elements that nobody will receive
   */
  public static <T> Channel<T> unbounded(Consumer<? super T> onUndelivered) {
    return new Channel<>(UNBOUNDED, false, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }

  /** A channel that keeps only the element that was sent last: {@link #dropOldest} with one. */
  public static <T> Channel<T> latest() {
    return new Channel<>(1, true, null);
  }

  /**
   * The same.
   *
   * @param onUndelivered gets the elements that nobody will receive, also those that were replaced
   */
  public static <T> Channel<T> latest(Consumer<? super T> onUndelivered) {
    return new Channel<>(1, true, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }

  /**
   * A channel that keeps the last {@code capacity} elements: {@code send} never waits, but where
   * there is no room, the oldest element is dropped.
   *
   * @throws IllegalArgumentException if {@code capacity} is not positive
   */
  public static <T> Channel<T> dropOldest(int capacity) {
    return new Channel<>(checked(capacity), true, null);
  }

  /**
   * The same.
   *
   * @param onUndelivered gets the elements that nobody will receive, also those that were dropped
   */
  public static <T> Channel<T> dropOldest(int capacity, Consumer<? super T> onUndelivered) {
    return new Channel<>(
        checked(capacity), true, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }

  private static int checked(int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException(
          "a channel with room for "
              + capacity
              + " elements; for one without room there is Channel.rendezvous()"
              + CallSites.atCaller());
    }
    return capacity;
  }

  // ---- send ----

  /**
   * Sends an element: hands it over to the receiver that has waited longest, or leaves it in the
   * channel if there is room, or suspends until one of the two can be done; in ordinary code,
   * blocks the thread.
   *
   * @param element not null
   * @throws ChannelClosedException if the channel has been closed before
   */
  @Async
  public void send(T element) {
    WovenCarrier carrier = WovenCarrier.current();
    send(element, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * The body of {@link #send(Object)}.
   *
   * @hidden
   */
  public void send(T element, int room, WovenCarrier carrier) {
    beginSend(Objects.requireNonNull(element, "element"), null, carrier);
  }

  /**
   * The same, but waits no longer than {@code time}; if that is not positive, not at all.
   *
   * @throws TimeoutException if it has waited so long; nobody has got the element
   * @throws ChannelClosedException if the channel has been closed before
   */
  @Async
  public void send(T element, Duration time) throws TimeoutException {
    WovenCarrier carrier = WovenCarrier.current();
    send(element, time, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * The body of {@link #send(Object, Duration)}.
   *
   * @hidden
   */
  public void send(T element, Duration time, int room, WovenCarrier carrier)
      throws TimeoutException {
    Objects.requireNonNull(element, "element");
    beginSend(element, Objects.requireNonNull(time, "time"), carrier);
  }

  /**
   * Sends an element if that need not wait. Never suspends, nor blocks.
   *
   * @param element not null
   * @return false if a receiver or room would have to be waited for: the element is the caller's
   * @throws ChannelClosedException if the channel has been closed before
   */
  public boolean trySend(T element) {
    return putNow(Objects.requireNonNull(element, "element"), "trySend");
  }

  // ---- receive ----

  /**
   * Receives the next element; suspends until there is one, in ordinary code blocks the thread.
   *
   * <p>If the channel has {@linkplain #fail failed} and nothing is left in it, throws that failure,
   * as it is.
   *
   * @return the element, never null
   * @throws ChannelClosedException if the channel has been closed, and nothing is left in it
   */
  @Async
  public T receive() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = receive(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #receive()}.
   *
   * @hidden
   */
  public @Nullable Object receive(int room, WovenCarrier carrier) {
    return beginReceive(false, null, carrier);
  }

  /**
   * {@link #receive()} for who expects the channel to be closed: null says that it has been, and
   * that nothing is left in it.
   *
   * <p>If the channel has {@linkplain #fail failed} and nothing is left in it, throws that failure,
   * as it is.
   *
   * @return the element; null at the end
   */
  @Async
  public @Nullable T receiveOrNull() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = receiveOrNull(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #receiveOrNull()}.
   *
   * @hidden
   */
  public @Nullable Object receiveOrNull(int room, WovenCarrier carrier) {
    return beginReceive(true, null, carrier);
  }

  /**
   * Goes through what is received until the channel is closed and nothing is left in it: {@code for
   * (T each : channel)} suspends in an {@code @Async} method, and blocks the thread in ordinary
   * code. If the channel has {@linkplain #fail failed}, the loop throws that failure in the end.
   *
   * <p>Leaving a loop leaves the channel as it is. Several iterators share the elements, each of
   * which goes to one of them. An iterator is for one coroutine, or thread, at a time; one that has
   * said that there is a next element has received that.
   */
  @Override
  public AsyncIterator<T> iterator() {
    return new ChannelIterator<>(this);
  }

  /**
   * {@link #receive()} that waits no longer than {@code time}; if that is not positive, not at all.
   *
   * @return the element, never null
   * @throws TimeoutException if it has waited so long; nothing has been received
   * @throws ChannelClosedException if the channel has been closed, and nothing is left in it
   */
  @Async
  public T receive(Duration time) throws TimeoutException {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = receive(time, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #receive(Duration)}.
   *
   * @hidden
   */
  public @Nullable Object receive(Duration time, int room, WovenCarrier carrier)
      throws TimeoutException {
    return beginReceive(false, Objects.requireNonNull(time, "time"), carrier);
  }

  /**
   * Receives the next element if there is one. Never suspends, nor blocks.
   *
   * @return null if there is none; {@link #isDrained} says whether there will be none any more
   */
  public @Nullable T tryReceive() {
    Object received = takeNow();
    return received == ChannelOperation.END ? null : Unchecked.cast(received);
  }

  /**
   * The elements as a publisher: each subscriber receives from this what it requests, by a
   * coroutine where what calls this belongs, as {@link AsyncGenerator#toPublisher()} says. Several
   * subscribers share the elements, each of which goes to one of them. The end of the channel is
   * {@code onComplete}, a {@linkplain #fail failure} {@code onError}; cancelling a subscription
   * leaves the channel as it is, and loses nothing.
   */
  public Flow.Publisher<T> toPublisher() {
    return AsyncGenerator.publisher(this::elementsOfOne);
  }

  /** {@link #toPublisher()} whose coroutines belong to {@code scheduler}. */
  public Flow.Publisher<T> toPublisher(Scheduler scheduler) {
    return AsyncGenerator.publisher(scheduler, this::elementsOfOne);
  }

  private AsyncGenerator<T> elementsOfOne() {
    return Unchecked.cast(Language.get().newAsyncGenerator(new ChannelElements(this)));
  }

  // ---- the end ----

  /**
   * Says that nothing more will be sent. What has been sent is still received, also from senders
   * that wait; receivers that wait find the end at once.
   *
   * @return false if this had been closed, had failed or been cancelled before
   */
  public boolean close() {
    return end(null);
  }

  /**
   * {@link #close} with a reason, which receivers throw once nothing is left: as it is, so to
   * several the same object.
   *
   * @return false if this had been closed, had failed or been cancelled before: then the failure is
   *     not taken notice of
   */
  public boolean fail(Throwable failure) {
    return end(Objects.requireNonNull(failure, "failure"));
  }

  /**
   * Says that nothing more will be sent nor received: what is in the channel goes to {@code
   * onUndelivered}, and everybody who waits throws a {@link ChannelClosedException}. After {@link
   * #close} or {@link #fail}, for what is left. Doing so again does nothing.
   */
  public void cancel() {
    cancelNow();
  }

  // ---- for looking ----

  /** How many elements are in this; those of senders that wait are not counted. */
  public int size() {
    return elements();
  }

  /** Whether nothing can be sent any more: this has been closed, has failed or been cancelled. */
  public boolean isClosed() {
    return isClosedNow();
  }

  /** Whether nothing can be received any more: this is closed, and nothing is left in it. */
  public boolean isDrained() {
    return isDrainedNow();
  }

  @Override
  public String toString() {
    return describe();
  }
}
