package dev.weft.concurrent;

import dev.weft.annotations.Async;
import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;

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
  private static final class Flag extends Gate {
    private volatile boolean isSet;

    Flag() {
      super(AWAIT);
    }

    @Override
    boolean isOpen() {
      return isSet;
    }

    void set() {
      boolean unused = serveAfter(() -> isSet = true);
    }

    void clear() {
      monitor.enter();
      try {
        isSet = false;
      } finally {
        monitor.exit();
      }
    }
  }

  private final Flag flag = new Flag();

  /** Those who wait for this to be set. */
  final Gate gate = flag;

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
    flag.pass(carrier);
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
    return flag.pass(time, carrier);
  }

  /** Sets this, and wakes all that wait. */
  public void set() {
    flag.set();
  }

  /** Clears this: who awaits it from now on waits for the next {@link #set}. */
  public void clear() {
    flag.clear();
  }

  /** Whether this is set. */
  public boolean isSet() {
    return flag.isOpen();
  }

  @Override
  public String toString() {
    return "AsyncEvent[" + (isSet() ? "set" : "not set") + "]";
  }
}
