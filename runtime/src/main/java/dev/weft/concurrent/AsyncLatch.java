package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
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

  /** The count is changed by compare-and-set; who makes it zero serves the queue. */
  private static final class Count extends Gate {
    private final AtomicLong count;

    Count(long count) {
      super(AWAIT);
      this.count = new AtomicLong(count);
    }

    long get() {
      return count.get();
    }

    @Override
    boolean isOpen() {
      return count.get() == 0;
    }

    void down() {
      StackReserve.ensure();
      long seen = count.get();
      while (seen > 0 && !count.compareAndSet(seen, seen - 1)) {
        seen = count.get();
      }
      if (seen == 1) {
        boolean unused = serveEnsured(() -> true);
      }
    }
  }

  private final Count count;

  /** Those who wait for zero. */
  final Gate gate;

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
    this.count = new Count(count);
    gate = this.count;
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
    gate.pass(carrier);
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
    return gate.pass(time, carrier);
  }

  /** Counts down by one, and wakes all that wait if that makes zero; does nothing at zero. */
  public void countDown() {
    count.down();
  }

  /** The count. */
  public long getCount() {
    return count.get();
  }

  @Override
  public String toString() {
    return "AsyncLatch[count=" + getCount() + "]";
  }
}
