package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The elements that an {@code @Async} method emits, computed one by one as they are asked for, by a
 * body that may also wait.
 *
 * <pre>{@code
 * @Async
 * static AsyncGenerator<String> lines(Connection connection) {
 *   try (connection) {
 *     for (String line = connection.readLine(); line != null; line = connection.readLine()) {
 *       emit(line);
 *     }
 *   }
 *   return null;
 * }
 *
 * @Async
 * static void print(Connection connection) {
 *   try (var lines = lines(connection)) {
 *     for (String line : lines) { // suspends
 *       System.out.println(line);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A method that returns {@code AsyncGenerator} does not run when it is called. Each call of
 * {@link #hasNext} or {@link #next} runs it up to its next {@link Weft#emit}, as a part of the
 * coroutine that calls: on its scheduler, and suspended with it. So it never runs ahead. What it
 * throws is thrown there. It ends when the method returns null; if the method returns an async
 * generator instead, that one's elements follow. In ordinary code the calls block the thread; on
 * one that must not block, an event loop's, the body meets an {@link IllegalStateException} where
 * it waits.
 *
 * <p><b>One consumer at a time</b>, which may be one after another. A call while another one waits,
 * on any thread, throws an {@link IllegalStateException} that names both. Other use by several
 * threads at once has to be kept apart by them.
 *
 * <p><b>Cancellation.</b>
 *
 * <ul>
 *   <li>Of a consumer that waits in {@code hasNext} or {@code next}: the body meets the {@code
 *       CancellationException} where it waits. Its finally blocks run, and may wait; then the call
 *       throws what left the body, and there are no more elements. A body that catches it may go on
 *       to emit, and the call returns the element.
 *   <li>Of a consumer that does anything else: the body, which stands at an {@code emit}, is not
 *       told. {@link #close}, as at the end of a {@code try} with it, runs its finally blocks.
 *   <li>While {@code close} waits: the finally block meets it where it waits; the others still run.
 *   <li>Pending when a call begins: it is met where the body next waits. A body that only emits
 *       does not meet it; nor does the consumer by calling it.
 *   <li>At the same time as what the body waits for is there: whichever wakes the coroutine first
 *       wins, as anywhere. An element that is computed is returned by the call that asked for it,
 *       or by the next one if that was {@code hasNext}; none is lost.
 * </ul>
 *
 * <p>A generator that nobody closes or goes through to its end is garbage like anything else: its
 * finally blocks do not run.
 *
 * <p><b>What the body has around it.</b> The {@code Context} is that of where the generator was
 * made. A scope or deadline that is open at an {@code emit} would reach into the consumer's code: a
 * {@code TaskScope} has to be closed before the body emits, else the {@code emit} throws an {@link
 * IllegalStateException}; within {@link Weft#withDeadline}, which runs a coroutine of its own, it
 * does so as well. {@link Weft#switchTo} moves the consumer.
 *
 * @param <T> the elements
 */
@SuppressWarnings("IterableAndIterator") // an iterator to pull from, and usable in a for loop
public final class AsyncGenerator<T extends @Nullable Object> extends AsyncGeneratorState
    implements AsyncIterator<T>, Iterable<T>, AutoCloseable {

  private boolean iterated;

  AsyncGenerator(@Nullable Frame notStarted) {
    super(notStarted);
  }

  /** Says that the bodies here are meant, though they override others; see {@code Linker}. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private static void weft$woven() {}

  /** The generator without elements. */
  public static <T extends @Nullable Object> AsyncGenerator<T> empty() {
    return new AsyncGenerator<>(null);
  }

  /**
   * Whether there is another element; computes it, and suspends while that takes.
   *
   * @throws IllegalStateException if another call waits
   */
  @Async
  @Override
  public boolean hasNext() {
    WovenCarrier carrier = WovenCarrier.current();
    boolean more = hasNext(Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() != 0 : more;
  }

  /**
   * The body of {@link #hasNext()}.
   *
   * @hidden
   */
  @Override
  public boolean hasNext(int room, WovenCarrier carrier) {
    return hasNextElement(carrier);
  }

  /**
   * The next element; suspends while it is computed.
   *
   * @throws NoSuchElementException after the last one
   * @throws IllegalStateException if another call waits
   */
  @Async
  @Override
  public T next() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = next(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #next()}.
   *
   * @hidden
   */
  @Override
  public @Nullable Object next(int room, WovenCarrier carrier) {
    return nextElement(carrier);
  }

  /** This generator itself; it can be gone through once. */
  @Override
  public AsyncIterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException("an async generator can be iterated once");
    }
    iterated = true;
    return this;
  }

  /**
   * Ends the generator early: its finally blocks run, and this suspends while they do. Does nothing
   * at or after the end.
   *
   * <p>A finally block must not emit. If one does, that emit throws an {@link
   * IllegalStateException}, so that all others run; and so does this.
   *
   * @throws IllegalStateException if a finally block emits; if another call waits
   */
  @Async
  @Override
  public void close() {
    WovenCarrier carrier = WovenCarrier.current();
    close(Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * The body of {@link #close()}.
   *
   * @hidden
   */
  public void close(int room, WovenCarrier carrier) {
    end(carrier);
  }
}
