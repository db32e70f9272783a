package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.ConditionAwait.ConditionQueue;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.timers.Timers;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;

/**
 * A place to wait until something changes that an {@link AsyncLock} guards; made by {@link
 * AsyncLock#newCondition}. As the JDK's {@code Condition}, for coroutines.
 *
 * <pre>{@code
 * lock.withLock(() -> {
 *   while (queue.isEmpty()) {
 *     notEmpty.await();
 *   }
 *   return queue.remove();
 * });
 * }</pre>
 *
 * <p>First come, first served. There are no spurious wake-ups, but another may have changed things
 * before the caller has the lock again: wait in a loop.
 *
 * <p><b>Cancellation.</b> {@code await} throws only when the lock is held again, whatever it throws
 * (unless its scheduler has ended, or refuses the coroutine). A signal goes to one that takes it:
 * never to one that is cancelled already; and one that is cancelled after the signal returns from
 * {@code await}, and meets the cancellation at its next suspension point.
 */
public final class AsyncCondition {

  private final ConditionQueue queue;

  AsyncCondition(AsyncLock lock) {
    queue = new ConditionQueue(lock.state);
  }

  /**
   * Gives the lock back, suspends until there is a signal, and takes the lock again.
   *
   * @throws IllegalMonitorStateException if the caller does not hold the lock
   */
  @Async
  public void await() {
    WovenCarrier carrier = WovenCarrier.current();
    await(Carrier.MAX_DEPTH, carrier);
    Callers.checkMayBlock(carrier, ConditionQueue.AWAIT);
    carrier.blockVoid();
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public void await(int room, WovenCarrier carrier) {
    Object caller = checkedCaller("await", carrier);
    var wait = new QueuedWait(queue, ConditionQueue.AWAIT, caller, 0);
    var frame = new ConditionAwait(queue, wait);
    wait.begin(carrier);
    carrier.link(frame);
  }

  /**
   * Gives the lock back, suspends until there is a signal, but no longer than {@code time}, and
   * takes the lock again, which may take longer.
   *
   * @param time by the clock of the coroutine's scheduler; if it is not positive, the lock is kept
   * @return false if the time was over before there was a signal
   * @throws IllegalMonitorStateException if the caller does not hold the lock
   */
  @Async
  public boolean await(Duration time) {
    WovenCarrier carrier = WovenCarrier.current();
    return Callers.block(await(time, Carrier.MAX_DEPTH, carrier), carrier, ConditionQueue.AWAIT);
  }

  /**
   * The body of {@link #await(Duration)}.
   *
   * @hidden
   */
  public boolean await(Duration time, int room, WovenCarrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    Object caller = checkedCaller("await", carrier);
    if (nanos > 0) {
      var wait = new TimedWait(queue, ConditionQueue.AWAIT, caller, 0, nanos);
      var frame = new ConditionAwait(queue, wait);
      wait.beginTimed(carrier);
      carrier.link(frame);
    }
    return false;
  }

  private Object checkedCaller(String method, Carrier carrier) {
    carrier.refuseInGenerator();
    Object caller = Callers.identity(carrier);
    queue.lock.checkHeldBy(caller, "AsyncCondition." + method);
    return caller;
  }

  /**
   * Wakes the one that has waited longest, if there is any; it goes on when it has the lock. Never
   * suspends.
   *
   * @throws IllegalMonitorStateException if the caller does not hold the lock
   */
  public void signal() {
    checkHeld("signal");
    queue.signal(1);
  }

  /**
   * Wakes all that wait. Never suspends.
   *
   * @throws IllegalMonitorStateException if the caller does not hold the lock
   */
  public void signalAll() {
    checkHeld("signalAll");
    queue.signal(Integer.MAX_VALUE);
  }

  private void checkHeld(String method) {
    queue.lock.checkHeldBy(Callers.identity(Carrier.current()), "AsyncCondition." + method);
  }

  /** How many wait. For looking. */
  public int getWaitQueueLength() {
    return queue.waiting();
  }

  @Override
  public String toString() {
    return "AsyncCondition[" + getWaitQueueLength() + " waiting]";
  }
}
