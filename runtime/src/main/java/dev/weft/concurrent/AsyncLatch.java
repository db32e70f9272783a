package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A count that coroutines wait for to reach zero; as the JDK's {@code CountDownLatch}.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. A coroutine that is cancelled while it waits leaves the
 * others waiting. All methods are for any thread.
 */
public final class AsyncLatch {

  private static final Call AWAIT = new Call("AsyncLatch", "await");

  /** The count is changed by compare-and-set; who makes it zero, or arrives, serves the queue. */
  private static final class Waiting extends WaitQueue {
    final AtomicLong count;

    Waiting(long count) {
      this.count = new AtomicLong(count);
    }

    @Override
    boolean mayGrant(QueuedWait head) {
      return count.get() == 0;
    }

    void countDown() {
      QueuedWait.ensureStack();
      long seen = count.get();
      while (seen > 0 && !count.compareAndSet(seen, seen - 1)) {
        seen = count.get();
      }
      if (seen == 1) {
        QueuedWait woken;
        synchronized (monitor) {
          settle();
          woken = monitor.take();
        }
        Wakeups.deliver(woken);
      }
    }
  }

  private final Waiting waiting;

  /**
   * A latch.
   *
   * @param count how many {@link #countDown} it takes; not negative
   */
  public AsyncLatch(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "a latch with count " + count + CallSites.atCaller() + "; it must not be negative");
    }
    waiting = new Waiting(count);
  }

  /** Suspends until the count is zero. */
  @Async
  public void await() {
    WovenCarrier carrier = WovenCarrier.current();
    await(Carrier.MAX_DEPTH, carrier);
    Callers.block(carrier, AWAIT);
  }

  /**
   * The body of {@link #await()}.
   *
   * @hidden
   */
  public void await(int room, WovenCarrier carrier) {
    carrier.refuseInGenerator();
    if (getCount() != 0) {
      new QueuedWait(waiting, AWAIT, null, 0).begin(carrier);
    }
  }

  /**
   * Suspends until the count is zero, but no longer than {@code time}.
   *
   * @param time by the clock of the coroutine's scheduler
   * @return whether the count is zero; false if the time is over
   */
  @Async
  public boolean await(Duration time) {
    WovenCarrier carrier = WovenCarrier.current();
    return Callers.block(await(time, Carrier.MAX_DEPTH, carrier), carrier, AWAIT);
  }

  /**
   * The body of {@link #await(Duration)}.
   *
   * @hidden
   */
  public boolean await(Duration time, int room, WovenCarrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    carrier.refuseInGenerator();
    boolean isZero = getCount() == 0;
    if (!isZero && nanos > 0) {
      new TimedWait(waiting, AWAIT, null, 0, nanos).beginTimed(carrier);
    }
    return isZero;
  }

  /** Counts down by one, and wakes all that wait if that makes zero; does nothing at zero. */
  public void countDown() {
    waiting.countDown();
  }

  /** The count. */
  public long getCount() {
    return waiting.count.get();
  }

  @Override
  public String toString() {
    return "AsyncLatch[count=" + getCount() + "]";
  }
}
