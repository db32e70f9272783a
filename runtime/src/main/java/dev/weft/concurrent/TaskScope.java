package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A block that coroutines are forked in, and that none of them outlives; as the JDK's {@code
 * StructuredTaskScope}, for coroutines.
 *
 * <pre>{@code
 * @Async
 * static Page load(Request request) {
 *   try (var scope = TaskScope.open()) {
 *     Task<User> user = scope.fork(() -> user(request));
 *     Task<Cart> cart = scope.fork(() -> cart(request));
 *     scope.join();
 *     return new Page(user.resultNow(), cart.resultNow());
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #fork} starts a coroutine at once, on this thread, unless the scope has a scheduler of
 * its own. {@link #join} suspends until all are done, or the {@link Joiner} has decided that it has
 * seen enough; {@link #close} cancels what still runs and suspends until that has ended, its
 * finally blocks included. In ordinary code both block the thread.
 *
 * <h2>Failures</h2>
 *
 * <p>With the joiners whose name ends in {@code OrThrow}, the first failure cancels the scope: the
 * others are cancelled, and <em>the body of the scope meets the failure where it waits</em>, or at
 * its next suspension point, whatever it waits for. {@code anySuccessfulOrThrow} is the exception:
 * there only {@code join} fails, when all have. (The body is the code between {@code open} and
 * {@code close}. In ordinary code, it meets the failure in {@code join}, and in suspending methods
 * that it calls.) So what leaves the block is that failure itself, as it is; what fails after it is
 * suppressed in it.
 *
 * <h2>What happens when</h2>
 *
 * <ul>
 *   <li><b>The body throws.</b> {@code close} cancels what was forked, and waits for it.
 *   <li><b>The coroutine that opened the scope is cancelled.</b> Its body meets the {@code
 *       CancellationException} where it waits, in {@code join} for instance, and {@code close}
 *       cancels what was forked. Cancelled while {@code close} waits, it waits on, and meets the
 *       cancellation after the block, at its next suspension point or where it opens another scope,
 *       so that nothing else that leaves the block hides it; asked again, so are the coroutines
 *       that were forked.
 *   <li><b>A forked coroutine is cancelled by itself</b>, by {@link Task#cancel}: with {@code
 *       OrThrow} joiners, that is a failure like others.
 *   <li><b>The time is over</b> that the scope was given: it is cancelled, and the body meets a
 *       {@link TimeoutException} as it would meet a failure; see {@link Joiner#onTimeout}.
 *   <li><b>Its scheduler ends</b>, or refuses the coroutine: {@code close} cancels what was forked,
 *       and does not wait.
 *   <li><b>It is not joined</b> after something was forked, nor cancelled: {@code close} throws an
 *       {@link IllegalStateException}, once all has ended.
 *   <li><b>It is not closed</b> when the coroutine that opened it ends, or when a scope around it
 *       is closed: what was forked is cancelled, and when it has ended, the coroutine fails with an
 *       {@code IllegalStateException}, or closing the other scope throws it. One that ordinary code
 *       has opened nobody misses: Weft is not told when a thread ends, and what was forked goes on.
 * </ul>
 *
 * <p>{@link #cancel} and {@link #isCancelled} may be called by any thread; everything else only by
 * the coroutine, or the thread, that opened the scope, also inside {@code Weft.withDeadline} there.
 *
 * @param <T> what is forked has results of this type
 * @param <R> the result of {@link #join}
 */
public final class TaskScope<T extends @Nullable Object, R extends @Nullable Object>
    implements AutoCloseable {

  private final ScopeState state;

  private TaskScope(ScopeState state) {
    this.state = state;
  }

  /** Opens a scope that {@link Joiner#awaitAllSuccessfulOrThrow} joins. */
  public static <T extends @Nullable Object> TaskScope<T, @Nullable Void> open() {
    return open(Joiner.awaitAllSuccessfulOrThrow());
  }

  /**
   * The same with a configuration.
   *
   * @param config is given a configuration, and returns the one to use
   */
  public static <T extends @Nullable Object> TaskScope<T, @Nullable Void> open(
      UnaryOperator<Configuration> config) {
    return open(Joiner.awaitAllSuccessfulOrThrow(), config);
  }

  /**
   * Opens a scope.
   *
   * @param joiner says when the scope is done, and what its result is; is used once
   * @throws IllegalStateException if the joiner is one of {@link Joiner}'s own, and has been used
   */
  public static <T extends @Nullable Object, R extends @Nullable Object> TaskScope<T, R> open(
      Joiner<? super T, ? extends R> joiner) {
    return open(joiner, UnaryOperator.identity());
  }

  /**
   * Opens a scope.
   *
   * @param joiner says when the scope is done, and what its result is; is used once
   * @param config is given a configuration, and returns the one to use
   * @throws IllegalStateException if the joiner is one of {@link Joiner}'s own, and has been used
   */
  public static <T extends @Nullable Object, R extends @Nullable Object> TaskScope<T, R> open(
      Joiner<? super T, ? extends R> joiner, UnaryOperator<Configuration> config) {
    Objects.requireNonNull(joiner, "joiner");
    Configuration chosen =
        Objects.requireNonNull(config.apply(Configuration.DEFAULT), "config returned null");
    return new TaskScope<>(ScopeState.open(Unchecked.cast(joiner), chosen));
  }

  /**
   * Starts a coroutine in this scope; if the scope has been cancelled, one that is cancelled and
   * never runs.
   *
   * <p>It carries the caller's context, and belongs to the scope's scheduler, or if that has none,
   * to the caller's.
   *
   * @return its task
   * @throws IllegalStateException if the scope has been joined or closed, or another coroutine has
   *     opened it
   */
  public <U extends T> Task<U> fork(AsyncCallable<? extends U> body) {
    return Unchecked.cast(state.fork(Objects.requireNonNull(body, "body")));
  }

  /** The same for a body without a result. */
  public <U extends T> Task<U> fork(AsyncRunnable body) {
    return Unchecked.cast(state.fork(Objects.requireNonNull(body, "body")));
  }

  /**
   * Suspends until everything that was forked is done, or the scope is cancelled.
   *
   * <p>Throws what the joiner throws, as it is, undeclared where it is a checked exception; with
   * the joiners of this package, the first failure. A coroutine that is cancelled here may call
   * this again.
   *
   * @return the joiner's result
   * @throws IllegalStateException if this has been called before, the scope is closed, or another
   *     coroutine has opened it
   * @throws TimeoutException if the scope's time is over, and the joiner does not make a result of
   *     that
   */
  @Async
  public R join() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = join(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #join()}.
   *
   * @hidden
   */
  public @Nullable Object join(int room, WovenCarrier carrier) {
    return state.join(carrier);
  }

  /**
   * Cancels everything that was forked and is not done, and lets nothing be forked any more; {@link
   * #join} does not wait then, and asks the joiner for its result. Does not wait. The body of the
   * scope is not cancelled.
   */
  public void cancel() {
    state.cancel();
  }

  /** Whether this has been cancelled: by {@link #cancel}, its joiner, its time or its end. */
  public boolean isCancelled() {
    return state.isCancelled();
  }

  /**
   * Ends the scope: cancels what was forked and is not done, and suspends until it is. Closing
   * again does nothing.
   *
   * @throws IllegalStateException if something was forked and {@link #join} has not been called
   *     after that, another scope that was opened later is open still, or another coroutine has
   *     opened this
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
    state.close(carrier);
  }

  @Override
  public String toString() {
    return state.toString();
  }

  /**
   * What a scope is given when it is opened; see {@link #open(Joiner, UnaryOperator)}.
   *
   * @param name for messages; null for none
   * @param timeout how long the scope may be open until it is cancelled; null for no limit
   * @param scheduler where what is forked runs; null for where the caller of {@code fork} does
   */
  public record Configuration(
      @Nullable String name, @Nullable Duration timeout, @Nullable Scheduler scheduler) {

    static final Configuration DEFAULT = new Configuration(null, null, null);

    /** This with a name. */
    public Configuration withName(String given) {
      return new Configuration(Objects.requireNonNull(given, "name"), timeout, scheduler);
    }

    /** This with a limit of time; one that is not positive is over at once. */
    public Configuration withTimeout(Duration given) {
      return new Configuration(name, Objects.requireNonNull(given, "timeout"), scheduler);
    }

    /** This with a scheduler. */
    public Configuration withScheduler(Scheduler given) {
      return new Configuration(name, timeout, Objects.requireNonNull(given, "scheduler"));
    }
  }

  /** Thrown when the time is over that a scope was given. */
  public static final class TimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a joiner says that leaves it to the scope to say more. */
    static final String UNSAID = "the scope's time is over";

    /** One with a message. */
    public TimeoutException(String message) {
      super(message);
    }
  }

  /**
   * Decides when a scope is done, and what its result is. One object serves one scope.
   *
   * <p>{@code onFork} is called by who forks, {@code onComplete} by who completes the task, on any
   * thread, perhaps several at a time; neither may block, nor suspend. What one of them throws
   * cancels the scope, and is its failure.
   *
   * @param <T> what is forked has results of this type
   * @param <R> the result of {@link TaskScope#join}
   */
  public interface Joiner<T extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Told of a task before it starts.
     *
     * @return whether to cancel the scope; the task does not start then
     */
    default boolean onFork(Task<? extends T> task) {
      return false;
    }

    /**
     * Told of a task that is done; not of those that end after the scope was cancelled.
     *
     * @return whether to cancel the scope
     */
    default boolean onComplete(Task<? extends T> task) {
      return false;
    }

    /**
     * Asked when {@link #onComplete} has returned true, on the same thread: what has gone wrong, if
     * it was for that. The body of the scope meets it where it waits, {@link TaskScope#join} throws
     * it, and what fails after it is suppressed in it.
     *
     * @return null if nothing has, as by default: then {@link #result} is asked, in {@code join}
     */
    default @Nullable Throwable failure() {
      return null;
    }

    /**
     * Told when the time is over that the scope was given, before what was forked is cancelled. By
     * default, throws a {@link TimeoutException}, which is the scope's failure then; where this
     * returns, {@link #result} says what comes of it.
     */
    default void onTimeout() {
      throw new TimeoutException(TimeoutException.UNSAID);
    }

    /**
     * The result; called once, when everything is done or the scope was cancelled.
     *
     * @throws Throwable what {@link TaskScope#join} is to throw
     */
    R result() throws Throwable;

    /**
     * A joiner for results that are all needed: the result is a list of them, in the order in which
     * they were forked; the first failure cancels the scope, and is thrown.
     */
    static <T extends @Nullable Object> Joiner<T, List<T>> allSuccessfulOrThrow() {
      return new Joiners.AllSuccessful<>();
    }

    /**
     * A joiner for one result, of several ways to get it: the first success cancels the scope, and
     * is the result. If all fail, the first failure is thrown, the others are suppressed in it; if
     * nothing was forked, a {@link NoSuchElementException}.
     */
    static <T extends @Nullable Object> Joiner<T, T> anySuccessfulOrThrow() {
      return new Joiners.AnySuccessful<>();
    }

    /**
     * A joiner for what has to succeed, without a result: the first failure cancels the scope, and
     * is thrown.
     */
    static <T extends @Nullable Object> Joiner<T, @Nullable Void> awaitAllSuccessfulOrThrow() {
      return new Joiners.AwaitAllSuccessful<>();
    }

    /** A joiner that waits for everything, whether it succeeds or fails, and has no result. */
    static <T extends @Nullable Object> Joiner<T, @Nullable Void> awaitAll() {
      return new Joiners.AwaitAll<>();
    }

    /**
     * A joiner that waits until everything is done, {@code isDone} returns true for a task that is,
     * or the time is over. The result is a list of all tasks that were forked, in that order; those
     * that were not done are cancelled, but may not have ended yet.
     *
     * @param isDone called as {@link #onComplete}
     */
    static <T extends @Nullable Object> Joiner<T, List<Task<T>>> allUntil(
        Predicate<? super Task<? extends T>> isDone) {
      return new Joiners.AllUntil<>(Objects.requireNonNull(isDone, "isDone"));
    }
  }
}
