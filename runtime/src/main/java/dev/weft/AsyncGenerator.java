package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.woven.AsyncGeneratorFrame;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collector;
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
 * finally blocks do not run. Of a word that computes ahead this holds where its coroutines are
 * garbage, too; an event loop holds those that wait until it is closed.
 *
 * <p><b>The words of {@code java.util.stream}</b> make another generator of this one, which is then
 * the consumer of this: each element is computed when it is asked for, unless a word says
 * otherwise. Closing the other generator closes this one, and so does its end, or a failure.
 *
 * <p>Words that compute ahead ({@link #buffer}, {@link #merge}, {@link #chunked}, {@link
 * #debounce}, {@link #mapConcurrent}) hand out a failure in its turn. If the generator is closed
 * before, what has failed ahead is dropped like the elements that nobody has asked for; what a
 * finally block throws because of the closing is thrown by it, as with all words. A source that
 * catches the cancellation by which it is closed, and goes on, is ended where it emits.
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
public abstract class AsyncGenerator<T extends @Nullable Object> extends AsyncGeneratorFrame
    implements AsyncIterator<T>, Iterable<T>, AutoCloseable {

  private static final VarHandle ITERATED;

  static {
    try {
      ITERATED =
          MethodHandles.lookup().findVarHandle(AsyncGenerator.class, "iterated", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whether a loop or a subscriber goes through this, or has. */
  private boolean iterated;

  /**
   * For generated code, which makes one subclass for each method. The second parameter is there to
   * hide this from others.
   *
   * @hidden
   */
  protected AsyncGenerator(boolean isGenerator, @Nullable WovenCarrier unused) {
    super(isGenerator);
  }

  private AsyncGenerator(@Nullable Frame notStarted) {
    super(notStarted);
  }

  /** One whose frames are other objects. */
  static class Driven<T extends @Nullable Object> extends AsyncGenerator<T> {
    Driven(@Nullable Frame notStarted) {
      super(notStarted);
    }

    @Override
    protected final int resume(Carrier unused) {
      throw new IllegalStateException("this is not the frame of a generator");
    }

    @Override
    public final String toString() {
      return "an async generator";
    }
  }

  /** Says that the bodies here are meant, though they override others; see {@code Linker}. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private static void weft$woven() {}

  /** The generator without elements. */
  public static <T extends @Nullable Object> AsyncGenerator<T> empty() {
    return new Driven<>(null);
  }

  /** The generator of these elements. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> AsyncGenerator<T> of(T... elements) {
    return of(new SourceStage(Arrays.asList(elements.clone())));
  }

  /**
   * The elements that a loop over {@code elements} would get, which is asked for its iterator when
   * this is first asked. Of a {@code Channel} they are received, which suspends; any other iterator
   * is called as it is. An async generator is returned itself.
   */
  public static <T extends @Nullable Object> AsyncGenerator<T> from(
      Iterable<? extends T> elements) {
    return elements instanceof AsyncGenerator<? extends T> same
        ? Unchecked.cast(same)
        : of(new SourceStage(Objects.requireNonNull(elements, "elements")));
  }

  /** {@link #fromPublisher(Flow.Publisher, int)} that asks for up to 64 elements ahead. */
  public static <T> AsyncGenerator<T> fromPublisher(Flow.Publisher<? extends T> publisher) {
    return fromPublisher(publisher, 64);
  }

  /**
   * The elements of {@code publisher}, to which this subscribes when it is first asked. A failure
   * of the publisher is thrown, as it is, once what came before it has been taken.
   *
   * <p>Closing the generator, or cancelling its consumer while it waits, cancels the subscription.
   * What the publisher signals after that is ignored, and elements that nobody has taken by then
   * are dropped. Signals may come on any thread, also within {@code subscribe} and {@code request},
   * which are called by the consumer. A publisher that breaks the rules of Reactive Streams, by a
   * null or by more elements than it was asked for, has its subscription cancelled, and the
   * consumer meets an exception that says so.
   *
   * @param prefetch how many elements are asked for ahead, and kept; more are asked for when three
   *     quarters of them have been taken
   * @throws IllegalArgumentException if {@code prefetch} is not positive
   */
  public static <T> AsyncGenerator<T> fromPublisher(
      Flow.Publisher<? extends T> publisher, int prefetch) {
    Flow.Publisher<Object> source = Unchecked.cast(Objects.requireNonNull(publisher, "publisher"));
    return of(new PublisherStage(source, positive(prefetch, "fromPublisher")));
  }

  /**
   * A publisher that makes an async generator for each of its subscribers, and runs it as {@link
   * #toPublisher()} does, where what calls this belongs.
   *
   * @param generators called by each {@code subscribe}; what it throws goes to {@code onError}
   */
  public static <T> Flow.Publisher<T> publisher(
      Supplier<? extends AsyncGenerator<? extends T>> generators) {
    return new GeneratorPublisher<>(
        TaskCoroutine.inherited(Carrier.current()),
        Objects.requireNonNull(generators, "generators"));
  }

  /** {@link #publisher(Supplier)} whose generators run on {@code scheduler}. */
  public static <T> Flow.Publisher<T> publisher(
      Scheduler scheduler, Supplier<? extends AsyncGenerator<? extends T>> generators) {
    return new GeneratorPublisher<>(
        Objects.requireNonNull(scheduler, "scheduler"),
        Objects.requireNonNull(generators, "generators"));
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
   * {@link #hasNext}, for the superclass.
   *
   * @hidden
   */
  @Override
  protected final boolean findNextElement(Carrier carrier) {
    return hasNext(Carrier.MAX_DEPTH, (WovenCarrier) carrier);
  }

  /**
   * The next element; suspends while it is computed.
   *
   * @throws NoSuchElementException after the last one
   * @throws IllegalStateException if another call waits
   */
  @Async
  @Override
  public final T next() {
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
  public final @Nullable Object next(int room, WovenCarrier carrier) {
    return nextElement(carrier);
  }

  /** This generator itself; it can be gone through once. */
  @Override
  public final AsyncIterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException(
          "an async generator can be iterated once; make another one for another loop"
              + CallSites.atCaller());
    }
    iterated = true; // plainly, or the JVM could not keep this in registers
    return this;
  }

  /** False if a subscriber or a loop goes through this already, or has. Any thread. */
  boolean beginIteration() {
    return !(boolean) ITERATED.getAndSet(this, true);
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
  public final void close() {
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
  public final void close(int room, WovenCarrier carrier) {
    end(carrier);
  }

  private static <T extends @Nullable Object> AsyncGenerator<T> of(GeneratorStage body) {
    return new Driven<>(body);
  }

  /** What {@code function}, which may suspend, makes of each element. */
  public final <R extends @Nullable Object> AsyncGenerator<R> map(
      AsyncFunction<? super T, ? extends R> function) {
    return new ElementGenerators.Mapping<>(new ElementStages.MapStage(this, function));
  }

  /** The elements that meet {@code predicate}, whose test may suspend. */
  public final AsyncGenerator<T> filter(AsyncPredicate<? super T> predicate) {
    return new ElementGenerators.Filtering<>(new ElementStages.FilterStage(this, predicate, false));
  }

  /**
   * All elements of what {@code function}, which may suspend, makes of the first element, then of
   * the second one, and so on.
   *
   * @param function gives a generator, or null for no elements
   */
  public final <R extends @Nullable Object> AsyncGenerator<R> flatMap(
      AsyncFunction<? super T, ? extends @Nullable AsyncGenerator<? extends R>> function) {
    return of(new ElementStages.FlatMapStage(this, function));
  }

  /**
   * The first {@code most} elements. This one is closed when one more is asked for.
   *
   * @throws IllegalArgumentException if {@code most} is negative
   */
  public final AsyncGenerator<T> limit(long most) {
    if (most < 0) {
      throw new IllegalArgumentException("limit(" + most + "): must not be negative");
    }
    return of(new ElementStages.LimitStage(this, most));
  }

  /**
   * The elements after the first {@code count}; none if there are not so many.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public final AsyncGenerator<T> skip(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("skip(" + count + "): must not be negative");
    }
    return of(new SkippingStages.SkipStage(this, count));
  }

  /**
   * The elements from the first one that does not meet {@code predicate}, whose test may suspend.
   */
  public final AsyncGenerator<T> dropWhile(AsyncPredicate<? super T> predicate) {
    return of(new SkippingStages.DropStage(this, predicate));
  }

  /**
   * The elements before the first one that does not meet {@code predicate}, whose test may suspend.
   * This one is closed then.
   */
  public final AsyncGenerator<T> takeWhile(AsyncPredicate<? super T> predicate) {
    return new ElementGenerators.Filtering<>(new ElementStages.FilterStage(this, predicate, true));
  }

  /**
   * What {@code function}, which may suspend, makes of an element of this and one of {@code other},
   * pair by pair. Ends with the one that ends first; the other one is closed.
   */
  public final <U extends @Nullable Object, R extends @Nullable Object> AsyncGenerator<R> zip(
      AsyncGenerator<? extends U> other,
      AsyncBiFunction<? super T, ? super U, ? extends R> function) {
    return of(new ElementStages.ZipStage(this, other, function));
  }

  /**
   * What {@code function} makes of each element, in the order of the elements, where up to {@code
   * most} calls are under way at once: as {@code Gatherers.mapConcurrent}. Each call is a coroutine
   * of its own, where the first consumer belongs. If one fails, or this one does, that is thrown in
   * its turn, and the calls that are under way then are cancelled.
   *
   * @param most calls begun, or ended and not handed out; this one is asked for no more elements
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public final <R extends @Nullable Object> AsyncGenerator<R> mapConcurrent(
      int most, AsyncFunction<? super T, ? extends R> function) {
    return of(new ConcurrentStages.MapStage(this, positive(most, "mapConcurrent"), function, true));
  }

  /** {@link #mapConcurrent} in the order in which the calls end; a failure is thrown at once. */
  public final <R extends @Nullable Object> AsyncGenerator<R> mapConcurrentUnordered(
      int most, AsyncFunction<? super T, ? extends R> function) {
    return of(
        new ConcurrentStages.MapStage(
            this, positive(most, "mapConcurrentUnordered"), function, false));
  }

  /**
   * The same elements, of which up to {@code most} are computed ahead, by a coroutine of its own
   * that begins when this is first asked, where its consumer belongs.
   *
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public final AsyncGenerator<T> buffer(int most) {
    return of(new ConcurrentStages.MergeStage(positive(most, "buffer"), this));
  }

  /**
   * Lists of the elements: of {@code most}, or of those that have come when {@code time} has passed
   * since the first of the list. If this one fails, the list that has been begun is dropped. This
   * one is asked by a coroutine of its own, as with {@link #buffer}.
   *
   * @throws IllegalArgumentException if {@code most} is not positive, or {@code time} is negative
   */
  public final AsyncGenerator<List<T>> chunked(int most, Duration time) {
    return of(
        new ConcurrentStages.ChunkStage(
            this, positive(most, "chunked"), notNegative(time, "chunked")));
  }

  /**
   * The elements of this and of {@code other} in the order in which they come. Each is asked by a
   * coroutine of its own, as with {@link #buffer}, which runs ahead by two elements at most. If one
   * fails, the other one is closed.
   */
  public final AsyncGenerator<T> merge(AsyncGenerator<? extends T> other) {
    return of(new ConcurrentStages.MergeStage(2, this, Objects.requireNonNull(other, "other")));
  }

  /**
   * Those elements that no other one follows within {@code time}, and the last one before the end;
   * before a failure, it is dropped. This one is asked by a coroutine of its own, as with {@link
   * #buffer}.
   *
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public final AsyncGenerator<T> debounce(Duration time) {
    return of(new ConcurrentStages.DebounceStage(this, notNegative(time, "debounce")));
  }

  /**
   * The elements of this as a publisher, for one subscriber; any other one gets an {@link
   * IllegalStateException} by {@code onError}, and so does one of a generator that a loop goes
   * through. {@link #publisher} makes a generator for each subscriber.
   *
   * <p>A coroutine computes as many elements as are requested, and no more, so {@code onComplete}
   * comes with a request beyond the last one. It belongs where what calls this does; in ordinary
   * code, it runs on the thread that requests, and goes on where what it waits for completes. It
   * signals {@code onComplete} and {@code onError} when the finally blocks have run. A null element
   * is an error.
   *
   * <p>Cancelling the subscription cancels what the body waits for, or else closes this: the
   * finally blocks run, and may wait. An element that is computed at the same time is still
   * signalled. What the finally blocks throw then, and what a subscriber throws, which cancels as
   * well, goes to the thread's uncaught exception handler.
   */
  public final Flow.Publisher<T> toPublisher() {
    return GeneratorPublisher.once(TaskCoroutine.inherited(Carrier.current()), this);
  }

  /** {@link #toPublisher()} whose coroutine belongs to {@code scheduler}. */
  public final Flow.Publisher<T> toPublisher(Scheduler scheduler) {
    return GeneratorPublisher.once(Objects.requireNonNull(scheduler, "scheduler"), this);
  }

  private static Duration notNegative(Duration time, String method) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          method + ": " + time + CallSites.atCaller() + " must not be negative");
    }
    return time;
  }

  private static int positive(int number, String method) {
    if (number < 1) {
      throw new IllegalArgumentException(
          method + ": " + number + CallSites.atCaller() + " must be positive");
    }
    return number;
  }

  /**
   * Gives each element to {@code action}, which may suspend, until the end. If it throws, this is
   * closed, and throws that.
   */
  @Async
  public final void forEach(AsyncConsumer<? super T> action) {
    forEach((Consumer<? super T>) action);
  }

  /**
   * The body of {@link #forEach(AsyncConsumer)}.
   *
   * @hidden
   */
  public final void forEach(AsyncConsumer<?> action, int room, WovenCarrier carrier) {
    forEach((Consumer<?>) action, room, carrier);
  }

  /** The same for a consumer that does not suspend. */
  @Async
  @Override
  public final void forEach(Consumer<? super T> action) {
    WovenCarrier carrier = WovenCarrier.current();
    forEach(action, Carrier.MAX_DEPTH, carrier);
    carrier.blockVoid();
  }

  /**
   * The body of {@link #forEach(Consumer)}.
   *
   * @hidden
   */
  public final void forEach(Consumer<?> action, int room, WovenCarrier carrier) {
    Objects.requireNonNull(action, "action");
    carrier.refuseInGenerator();
    carrier.startLater(new TerminalStages.EachStage(this, action));
  }

  /**
   * Collects all elements, as {@code Stream.collect} does.
   *
   * @param collector its functions do not suspend
   */
  @Async
  public final <A extends @Nullable Object, R extends @Nullable Object> R collect(
      Collector<? super T, A, R> collector) {
    WovenCarrier carrier = WovenCarrier.current();
    collect(collector, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.blockObject());
  }

  /**
   * The body of {@link #collect(Collector)}.
   *
   * @hidden
   */
  public final @Nullable Object collect(
      Collector<?, ?, ?> collector, int room, WovenCarrier carrier) {
    Objects.requireNonNull(collector, "collector");
    carrier.refuseInGenerator();
    carrier.startLater(new TerminalStages.CollectStage(this, collector));
    return null;
  }
}
