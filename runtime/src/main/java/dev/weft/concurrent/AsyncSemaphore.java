package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;

/**
 * A number of permits that coroutines wait for without blocking a thread; as the JDK's {@code
 * Semaphore}, fair.
 *
 * <pre>{@code
 * private final AsyncSemaphore connections = new AsyncSemaphore(10);
 *
 * @Async
 * String load(URI page) {
 *   connections.acquire();
 *   try {
 *     return fetch(page);            // may suspend
 *   } finally {
 *     connections.release();
 *   }
 * }
 * }</pre>
 *
 * <p>A permit belongs to nobody: whoever likes may release one, also one that was never acquired.
 *
 * <p><b>Fair</b>: first come, first served. One that wants several permits, and waits for them,
 * holds up all that come after it, and so is not starved by those who want fewer.
 *
 * <p><b>Cancellation.</b> A coroutine that is cancelled while it waits has got nothing. One that
 * was handed its permits before that has them, and meets the cancellation at its next suspension
 * point.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. An interrupt cancels the wait. All methods are for any
 * thread.
 *
 * <p>To acquire and to release are one compare-and-set each while nobody waits, and allocate
 * nothing.
 */
public final class AsyncSemaphore {

  final PermitState state;

  /**
   * A semaphore.
   *
   * @param permits how many there are in the beginning; not negative
   */
  public AsyncSemaphore(int permits) {
    state = new PermitState(permits);
  }

  /** Takes a permit; suspends until there is one and it is the caller's turn. */
  @Async
  public void acquire() {
    WovenCarrier carrier = WovenCarrier.current();
    state.acquire(1, carrier);
    Callers.block(carrier, PermitState.ACQUIRE);
  }

  /**
   * The body of {@link #acquire()}.
   *
   * @hidden
   */
  public void acquire(int room, WovenCarrier carrier) {
    state.acquire(1, carrier);
  }

  /**
   * Takes permits, all at once; suspends until there are so many and it is the caller's turn.
   *
   * @param permits how many; positive
   */
  @Async
  public void acquire(int permits) {
    WovenCarrier carrier = WovenCarrier.current();
    state.acquire(permits, carrier);
    Callers.block(carrier, PermitState.ACQUIRE);
  }

  /**
   * The body of {@link #acquire(int)}.
   *
   * @hidden
   */
  public void acquire(int permits, int room, WovenCarrier carrier) {
    state.acquire(permits, carrier);
  }

  /**
   * Takes a permit if there is one and nobody waits. Never suspends.
   *
   * @return whether the caller has it
   */
  public boolean tryAcquire() {
    return state.tryAcquire(1);
  }

  /**
   * Takes permits, all or none, if there are so many and nobody waits. Never suspends.
   *
   * @param permits how many; positive
   * @return whether the caller has them
   */
  public boolean tryAcquire(int permits) {
    return state.tryAcquire(permits);
  }

  /**
   * {@link #acquire()} that waits no longer than {@code time}.
   *
   * @param time by the clock of the coroutine's scheduler; if it is not positive, as {@link
   *     #tryAcquire()}
   * @return whether the caller has a permit
   */
  @Async
  public boolean tryAcquire(Duration time) {
    return tryAcquire(1, time, WovenCarrier.current());
  }

  /**
   * The body of {@link #tryAcquire(Duration)}.
   *
   * @hidden
   */
  public boolean tryAcquire(Duration time, int room, WovenCarrier carrier) {
    return state.tryAcquire(1, time, carrier);
  }

  /**
   * {@link #acquire(int)} that waits no longer than {@code time}.
   *
   * @param permits how many; positive
   * @param time by the clock of the coroutine's scheduler; if it is not positive, as {@link
   *     #tryAcquire(int)}
   * @return whether the caller has them
   */
  @Async
  public boolean tryAcquire(int permits, Duration time) {
    return tryAcquire(permits, time, WovenCarrier.current());
  }

  /**
   * The body of {@link #tryAcquire(int, Duration)}.
   *
   * @hidden
   */
  public boolean tryAcquire(int permits, Duration time, int room, WovenCarrier carrier) {
    return state.tryAcquire(permits, time, carrier);
  }

  private boolean tryAcquire(int permits, Duration time, WovenCarrier carrier) {
    return Callers.block(
        state.tryAcquire(permits, time, carrier), carrier, PermitState.TRY_ACQUIRE);
  }

  /** Adds a permit, or hands it to who has waited longest. Never suspends. */
  public void release() {
    state.release(1);
  }

  /**
   * Adds permits, or hands them to those who have waited longest. Never suspends.
   *
   * @param permits how many; positive
   * @throws IllegalStateException if there are more than {@link Integer#MAX_VALUE} then
   */
  public void release(int permits) {
    state.release(permits);
  }

  /** How many permits are there. For looking. */
  public int availablePermits() {
    return state.available();
  }

  /**
   * Takes all permits that are there, unless others wait. Never suspends.
   *
   * @return how many the caller has
   */
  public int drainPermits() {
    return state.drain();
  }

  /** How many wait. For looking. */
  public int getQueueLength() {
    return state.waiting();
  }

  @Override
  public String toString() {
    return "AsyncSemaphore[permits=" + availablePermits() + "]";
  }
}
