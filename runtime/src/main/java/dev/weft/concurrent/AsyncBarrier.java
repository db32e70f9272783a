package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A point where a number of coroutines wait for each other, again and again; as the JDK's {@code
 * CyclicBarrier}.
 *
 * <p><b>Broken</b> is the barrier when one that waits is cancelled or runs out of time, or when the
 * action throws: then all that wait, and all that come later, meet a {@link
 * BrokenBarrierException}, until {@link #reset}. One that is cancelled after the last has come
 * passes, and meets the cancellation at its next suspension point.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. All methods are for any thread.
 */
public final class AsyncBarrier {

  private final BarrierState state;

  /**
   * A barrier without an action.
   *
   * @param parties how many have to come; positive
   */
  public AsyncBarrier(int parties) {
    this(parties, null);
  }

  /**
   * A barrier.
   *
   * @param parties how many have to come; positive
   * @param action what the last one does before they go on, in its coroutine; ordinary code, which
   *     must not block an event loop. Null for nothing
   */
  public AsyncBarrier(int parties, @Nullable Runnable action) {
    if (parties < 1) {
      throw new IllegalArgumentException(
          "a barrier for " + parties + CallSites.atCaller() + "; it takes at least 1");
    }
    state = new BarrierState(parties, action);
  }

  /**
   * Suspends until all have come.
   *
   * @return the index of the caller: {@code getParties() - 1} for the first to come, 0 for the last
   * @throws BrokenBarrierException if the barrier is broken, or reset meanwhile
   */
  @Async
  public int await() throws BrokenBarrierException {
    WovenCarrier carrier = WovenCarrier.current();
    await(Carrier.MAX_DEPTH, carrier);
    Callers.checkMayBlock(carrier, BarrierState.AWAIT);
    return carrier.blockInt();
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public int await(int room, WovenCarrier carrier) throws BrokenBarrierException {
    carrier.refuseInGenerator();
    state.checkNotBroken();
    new QueuedWait(state, BarrierState.AWAIT, null, 0).begin(carrier);
    return 0;
  }

  /**
   * Suspends until all have come, but no longer than {@code time}; then the barrier is broken.
   *
   * @param time by the clock of the coroutine's scheduler
   * @return the index of the caller, as of {@link #await()}
   * @throws BrokenBarrierException if the barrier is broken, or reset meanwhile
   * @throws TimeoutException if the time is over
   */
  @Async
  public int await(Duration time) throws BrokenBarrierException, TimeoutException {
    WovenCarrier carrier = WovenCarrier.current();
    await(time, Carrier.MAX_DEPTH, carrier);
    Callers.checkMayBlock(carrier, BarrierState.AWAIT);
    return carrier.blockInt();
  }

  /**
   * The body of {@link #await(Duration)}.
   *
   * @hidden
   */
  public int await(Duration time, int room, WovenCarrier carrier)
      throws BrokenBarrierException, TimeoutException {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    carrier.refuseInGenerator();
    state.checkNotBroken();
    new TimedWait(state, BarrierState.AWAIT, null, 0, nanos).beginTimed(carrier);
    return 0;
  }

  /**
   * Begins anew: the barrier is not broken any more. Those who wait now meet a {@link
   * BrokenBarrierException}.
   */
  public void reset() {
    state.reset();
  }

  /** Whether the barrier is broken. */
  public boolean isBroken() {
    return state.isBroken();
  }

  /** How many have to come. */
  public int getParties() {
    return state.parties;
  }

  /** How many wait. For looking. */
  public int getNumberWaiting() {
    return state.waiting();
  }

  @Override
  public String toString() {
    return "AsyncBarrier["
        + getNumberWaiting()
        + " of "
        + getParties()
        + (isBroken() ? ", broken]" : "]");
  }
}
