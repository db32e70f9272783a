package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.loop.Watch;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Operation;
import dev.weft.runtime.Timer;
import dev.weft.runtime.Timers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One suspending operation on a channel: tries, waits for readiness, tries again.
 *
 * <p>After {@value #IN_A_ROW} calls that did not have to wait it goes to the end of the scheduler's
 * queue once, so that a peer who is always ready cannot keep others from running.
 */
abstract class Attempt extends Operation implements Watch.Waiter {

  static final int IN_A_ROW = 64;

  /** So many pieces does one call read before others run. */
  static final int PIECES = 16;

  private final EventLoop loop;
  private @Nullable Watch watch;
  private @Nullable Duration limit;
  private @Nullable Limit timer;
  private long deadline;
  private boolean busy;
  private volatile boolean gone;
  private boolean givesWay;
  private int inARow;

  Attempt(EventLoop loop, @Nullable Watch watch) {
    this.loop = loop;
    this.watch = watch;
  }

  /** Wakes the operation so that it sees for itself that its time is over. */
  private final class Limit extends Timer {
    @Override
    public void run() {
      boolean unused = wake();
    }
  }

  /** Does what can be done now; true if that was all. */
  abstract boolean attempt() throws IOException;

  /** Leaves the result in the carrier. */
  abstract void leaveResult(Carrier carrier);

  /** What this does to whom, for messages: {@code read from /127.0.0.1:80}. */
  abstract String what();

  /** Drops what was only needed for this call. */
  void clear() {}

  /** Told when a call that was suspended fails. */
  void gaveUp() {}

  @Override
  public int interest() {
    return SelectionKey.OP_READ;
  }

  final EventLoop loop() {
    return loop;
  }

  /** Whether this can be used no more, because its coroutine was cancelled. */
  @Override
  public final boolean isGone() {
    return gone;
  }

  /**
   * The operation that earlier calls used, for one call more; null if it takes a new one.
   *
   * @param does what callers do with it, for the message
   * @throws IllegalStateException if the last call has not ended
   */
  static <A extends Attempt> @Nullable A again(@Nullable A known, String does) {
    Attempt last = known;
    if (last == null || last.gone) {
      return null;
    }
    if (last.busy) {
      throw new IllegalStateException(
          "another coroutine " + does + " already: " + last.what() + " has not ended");
    }
    return known;
  }

  /** Makes one call: the result is there when the carrier is not unwinding afterwards. */
  final void begin(Carrier carrier, @Nullable Duration timeLimit) throws IOException {
    busy = true;
    limit = timeLimit;
    deadline = 0;
    givesWay = false;
    boolean suspended = false;
    try {
      if (++inARow > IN_A_ROW) {
        inARow = 0;
        givesWay = true;
      } else if (attempt()) {
        return;
      }
      suspend(carrier);
      suspended = true;
    } catch (IOException failure) {
      throw Failures.during(what(), failure);
    } finally {
      if (!suspended) {
        end();
      }
    }
  }

  private void end() {
    busy = false;
    clear();
    Limit armed = timer;
    if (armed != null) {
      timer = null;
      armed.cancel();
    }
  }

  @Override
  protected final void start() {
    if (givesWay) {
      givesWay = false;
      boolean unused = wake();
      return;
    }
    inARow = 0;
    Duration time = limit;
    if (time != null && timer == null) {
      startClock(time);
    }
    await();
  }

  /** Asks for a wake-up. */
  void await() {
    watch().await(this);
  }

  /** Whose readiness this waits for. */
  final Watch watch() {
    Watch known = watch;
    if (known == null) {
      throw new IllegalStateException("no channel yet");
    }
    return known;
  }

  /** Says whose readiness this waits for from now on; null for nobody's. */
  final void watch(@Nullable Watch channel) {
    watch = channel;
  }

  /** To be called by {@link #attempt} before it returns false: others first, then it goes on. */
  final void giveWay() {
    givesWay = true;
  }

  private void startClock(Duration time) {
    long nanos = Timers.nanos(time);
    deadline = System.nanoTime() + nanos;
    var clock = new Limit();
    timer = clock;
    var unused = loop.scheduleAfter(nanos, clock);
  }

  @Override
  protected final void abandon() {
    gone = true;
    stopWaiting();
  }

  @Override
  protected final void failed() {
    end();
    gaveUp();
  }

  @Override
  protected final void goOn(Carrier carrier) throws IOException {
    boolean suspended = false;
    try {
      if (!attempt()) {
        checkTime();
        suspendAgain(carrier);
        suspended = true;
      } else {
        leaveResult(carrier);
      }
    } catch (IOException failure) {
      gaveUp();
      throw Failures.during(what(), failure);
    } finally {
      if (!suspended) {
        end();
      }
    }
  }

  /** Takes back what {@link #await} has asked for. Any thread. */
  void stopWaiting() {
    Watch known = watch;
    if (known != null) {
      known.forget(this);
    }
  }

  private void checkTime() throws SocketTimeoutException {
    if (timer != null && System.nanoTime() - deadline >= 0) {
      stopWaiting();
      throw new SocketTimeoutException("not done within " + limit);
    }
  }

  /** Handed over to the loop: begins to wait there. */
  @Override
  public final void run() {
    watch().enlist(this);
  }
}
