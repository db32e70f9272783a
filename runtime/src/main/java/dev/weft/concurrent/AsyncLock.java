package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock that coroutines wait for without blocking a thread, and that they may hold while they are
 * suspended.
 *
 * <pre>{@code
 * private final AsyncLock lock = new AsyncLock();
 *
 * @Async
 * void transfer(long amount) throws Exception {
 *   lock.withLock(() -> {
 *     long balance = load();        // may suspend
 *     store(balance - amount);
 *   });
 * }
 * }</pre>
 *
 * <p><b>It belongs to the coroutine that has taken it</b>, on whatever thread that goes on; taken
 * by ordinary code, to the thread, and to the suspending methods that it calls. It is not
 * reentrant: taking it twice fails at once, as does {@link #unlock} by another. The body of {@code
 * Weft.withDeadline} is a coroutine of its own; to wait for a limited time, use {@link
 * #tryLock(Duration)}, and to wait for the lock or for something else, {@link
 * Select#onLock(AsyncLock, AsyncCallable)}.
 *
 * <p><b>Fair</b>: first come, first served. A lock that is given back while others wait passes to
 * the first of them, and nobody overtakes.
 *
 * <p><b>Cancellation.</b> A coroutine that is cancelled while it waits leaves the queue at once and
 * has not got the lock. One that was handed the lock before that has it, and meets the cancellation
 * at its next suspension point: so code that releases in a {@code finally} block after {@code lock}
 * is right, and so is {@link #withLock}.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. An interrupt cancels the wait. All methods are for any
 * thread.
 *
 * <p>To take it and to give it back are one compare-and-set each while nobody waits, and allocate
 * nothing.
 */
public final class AsyncLock {

  final LockState state = new LockState(this);

  /** A lock that nobody holds. */
  public AsyncLock() {}

  /**
   * Takes the lock; suspends until it is free and the caller's turn.
   *
   * @throws IllegalStateException if the caller holds it already; the message names both lines
   *     (that where it was taken always where assertions are enabled, else only early in a
   *     program's life)
   */
  @Async
  public void lock() {
    WovenCarrier carrier = WovenCarrier.current();
    state.enter(carrier);
    Callers.block(carrier, LockState.LOCK);
  }

  /**
   * The body of {@link #lock()}.
   *
   * @hidden
   */
  public void lock(int room, WovenCarrier carrier) {
    state.enter(carrier);
  }

  /**
   * Takes the lock if it is free and nobody waits for it. Never suspends.
   *
   * @return whether the caller has it
   * @throws IllegalStateException if the caller had it before
   */
  public boolean tryLock() {
    return state.tryTake(Callers.identity(Carrier.current()), LockState.TRY_LOCK);
  }

  /**
   * Takes the lock; suspends until it is free and the caller's turn, but no longer than {@code
   * time}.
   *
   * @param time by the clock of the coroutine's scheduler; if it is not positive, as {@link
   *     #tryLock()}
   * @return whether the caller has it; false if the time is over
   * @throws IllegalStateException if the caller had it before
   */
  @Async
  public boolean tryLock(Duration time) {
    WovenCarrier carrier = WovenCarrier.current();
    return Callers.block(tryLock(time, Carrier.MAX_DEPTH, carrier), carrier, LockState.TRY_LOCK);
  }

  /**
   * The body of {@link #tryLock(Duration)}.
   *
   * @hidden
   */
  public boolean tryLock(Duration time, int room, WovenCarrier carrier) {
    return state.tryEnter(LockState.TRY_LOCK, time, carrier);
  }

  /**
   * Gives the lock back; if others wait, it is the first one's from now on. Never suspends.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  public void unlock() {
    state.release(Callers.identity(Carrier.current()));
  }

  /**
   * Calls {@code body} while it holds the lock, in the same coroutine, and gives the lock back
   * however that ends. Throws what {@code body} throws, as it is.
   *
   * @return what {@code body} returns
   * @throws IllegalStateException if the caller holds the lock already
   */
  @Async
  public <T extends @Nullable Object> T withLock(AsyncCallable<T> body) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = withLock(body, carrier.room(), carrier);
    if (!carrier.isUnwinding()) {
      return Unchecked.cast(result);
    }
    return Unchecked.cast(carrier.blockObject());
  }

  /**
   * The body of {@link #withLock(AsyncCallable)}.
   *
   * @hidden
   */
  public @Nullable Object withLock(AsyncCallable<?> body, int room, WovenCarrier carrier) {
    Objects.requireNonNull(body, "body");
    return HeldCall.call(state, LockState.WITH_LOCK, body, room, carrier);
  }

  /** The same for a body without a result. */
  @Async
  public void withLock(AsyncRunnable body) {
    WovenCarrier carrier = WovenCarrier.current();
    withLock(body, carrier.room(), carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * The body of {@link #withLock(AsyncRunnable)}.
   *
   * @hidden
   */
  public void withLock(AsyncRunnable body, int room, WovenCarrier carrier) {
    Objects.requireNonNull(body, "body");
    var unused = HeldCall.call(state, LockState.WITH_LOCK, body, room, carrier);
  }

  /**
   * A condition of what this lock guards. A lock may have several.
   *
   * @return one that nobody waits for
   */
  public AsyncCondition newCondition() {
    return new AsyncCondition(this);
  }

  /** Whether anybody holds it. For looking. */
  public boolean isLocked() {
    return state.isLocked();
  }

  /** Whether the caller, a coroutine or ordinary code of a thread, holds it. */
  public boolean isHeldByCurrent() {
    return state.isHeldBy(Callers.identity(Carrier.current()));
  }

  /** How many wait for it. For looking. */
  public int getQueueLength() {
    return state.waiting();
  }

  @Override
  public String toString() {
    return "AsyncLock" + state;
  }
}
