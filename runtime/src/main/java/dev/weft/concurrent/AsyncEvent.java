package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.timers.Timers;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;

/**
 * A flag that coroutines wait for to be set, and that can be cleared again; as asyncio's {@code
 * Event}.
 *
 * <p>{@link #set} wakes all that wait then, even if {@link #clear} follows at once.
 *
 * <p>In ordinary code, waiting blocks the thread; on the thread of an event loop that is refused
 * with an {@link IllegalStateException}. A coroutine that is cancelled while it waits leaves the
 * others waiting. All methods are for any thread.
 */
public final class AsyncEvent {

  private static final Call AWAIT = new Call("AsyncEvent", "await");

  /** The flag is written under the monitor, so all that wait when it is set are woken. */
  private static final class Waiting extends WaitQueue {
    volatile boolean isSet;

    @Override
    boolean mayGrant(QueuedWait head) {
      return isSet;
    }

    void set() {
      QueuedWait.ensureStack();
      QueuedWait woken;
      synchronized (monitor) {
        isSet = true;
        settle();
        woken = monitor.take();
      }
      Wakeups.deliver(woken);
    }

    void clear() {
      synchronized (monitor) {
        isSet = false;
      }
    }
  }

  private final Waiting waiting = new Waiting();

  /** One that is not set. */
  public AsyncEvent() {}

  /** Suspends until this is set; returns at once if it is. */
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
    if (!isSet()) {
      new QueuedWait(waiting, AWAIT, null, 0).begin(carrier);
    }
  }

  /**
   * Suspends until this is set, but no longer than {@code time}.
   *
   * @param time by the clock of the coroutine's scheduler
   * @return whether it was set; false if the time is over
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
    boolean wasSet = isSet();
    if (!wasSet && nanos > 0) {
      new TimedWait(waiting, AWAIT, null, 0, nanos).beginTimed(carrier);
    }
    return wasSet;
  }

  /** Sets this, and wakes all that wait. */
  public void set() {
    waiting.set();
  }

  /** Clears this: who awaits it from now on waits for the next {@link #set}. */
  public void clear() {
    waiting.clear();
  }

  /** Whether this is set. */
  public boolean isSet() {
    return waiting.isSet;
  }

  @Override
  public String toString() {
    return "AsyncEvent[" + (isSet() ? "set" : "not set") + "]";
  }
}
