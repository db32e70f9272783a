package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.internal.timers.Timer;
import dev.weft.internal.timers.Timers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One suspending operation on a channel: tries, waits for readiness, tries again.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Who acts.</b> {@link #attempt} is called in the coroutine's own steps alone, so what it
 *       has taken (a connection, bytes) is handed to the coroutine in the same step. Between a
 *       wake-up and that step nothing has been taken, and a cancellation that falls there loses
 *       nothing.
 *   <li><b>Ends.</b> Each call ends once: by {@link #leaveResult} or the plain return, or by a
 *       failure, whatever its type, and then {@link #gaveUp} is told so that it closes or puts back
 *       what it holds. {@link #clear} follows in either case.
 *   <li><b>Cancelled.</b> {@link #abandon} may run on any thread. It only marks the operation, so
 *       that it is not enlisted any more, and takes the request for readiness back; the coroutine
 *       itself meets the failure in its next step, and {@link #gaveUp} is called there. The object
 *       is not used for another call, and others may read or write the channel from then on.
 *   <li><b>Time limit.</b> It counts from the beginning of the call. A timer is set when the call
 *       has to wait; it only wakes the call. Where several threads run coroutines, the call may be
 *       cancelled, and end, before that: so whoever sets a timer looks afterwards whether the call
 *       is gone, and whoever ends a call that is gone looks for a timer. Each try that was not
 *       enough looks at the time, so a peer who is always ready does not outlast it. A call that
 *       ends while its request for readiness stands takes it back; since that may be handed over,
 *       and so come after the next call's request, this object is then dropped as after a
 *       cancellation.
 *   <li><b>Fairness.</b> After {@value #IN_A_ROW} calls that did not have to wait, or when channels
 *       have had their time of this turn of the loop ({@link ChannelRegistration#isSpent}), a call
 *       goes to the end of the scheduler's queue first. So does one that was woken and goes on when
 *       channels have had their time: it tries at the latest when {@value #MOST_TURNS} turns of the
 *       loop have begun since it was first put off, or when it has been put off {@value
 *       #MOST_TIMES} - 1 times, whichever comes first. (On the loop each time is a turn; some
 *       schedulers let it go on at once.) So those that happen to stand before it each time do not
 *       starve it. The count begins anew with each try.
 *   <li><b>The loop ends.</b> It closes the channel and wakes the call, which finds out; if it
 *       takes no request any more, the call fails with what says so.
 * </ul>
 */
abstract class ChannelOperation extends OperationFrame implements ChannelRegistration.Waiter {

  static final int IN_A_ROW = 64;

  /** In so many turns of the loop at most is a call that could go on put off. */
  private static final int MOST_TURNS = 4;

  /**
   * And so many times at most: some schedulers let it go on at once, before the loop's turn ends.
   */
  private static final int MOST_TIMES = 256;

  /** So many pieces does one call read before others run. */
  static final int PIECES = 16;

  private final EventLoop loop;
  private @Nullable ChannelRegistration watch;
  private @Nullable Duration limit;
  private volatile @Nullable Limit timer;
  private long deadline;
  private boolean busy;
  private volatile boolean gone;
  private boolean givesWay;
  private int inARow;
  private int putOff;
  private long putOffSince;

  ChannelOperation(EventLoop loop, @Nullable ChannelRegistration watch) {
    this.loop = loop;
    this.watch = watch;
  }

  /** Wakes the operation so that it sees for itself that its time is over. */
  private final class Limit extends Timer {
    private boolean fired;

    @Override
    public void run() {
      fired = true;
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

  /** Told when a call fails, or is cancelled; perhaps more than once. */
  void gaveUp() {}

  @Override
  public int interest() {
    return SelectionKey.OP_READ;
  }

  final EventLoop loop() {
    return loop;
  }

  /** Whether this can be used no more: it was cancelled, or a request of its may still stand. */
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
  static <A extends ChannelOperation> @Nullable A again(@Nullable A known, String does) {
    ChannelOperation last = known;
    if (last == null || last.gone) {
      return null;
    }
    if (last.busy) {
      throw last.refusal(does, "this one");
    }
    return known;
  }

  /** Whether a call of this has not ended, so that another must not begin. */
  final boolean isBusy() {
    return busy && !gone;
  }

  /** What a call meets that comes while this one has not ended: it names both. */
  final IllegalStateException refusal(String does, String next) {
    return new IllegalStateException(
        "another coroutine "
            + does
            + " already: "
            + what()
            + " has not ended; "
            + next
            + " must wait for that");
  }

  /** Makes one call: the result is there when the carrier is not unwinding afterwards. */
  final void begin(Carrier carrier, @Nullable Duration timeLimit) throws IOException {
    busy = true;
    limit = timeLimit;
    if (timeLimit != null) {
      deadline = System.nanoTime() + Timers.nanos(timeLimit);
    }
    givesWay = isOthersTurn();
    boolean ended = false;
    boolean failed = true;
    try {
      ended = !givesWay && attempt();
      if (!ended) {
        suspend(carrier);
      }
      failed = false;
    } catch (IOException failure) {
      throw IoFailures.during(what(), failure);
    } finally {
      if (failed) {
        gaveUp();
      }
      if (failed || ended) {
        end();
      }
    }
  }

  private boolean isOthersTurn() {
    if (++inARow > IN_A_ROW || isSpent()) {
      inARow = 0;
      return true;
    }
    return false;
  }

  /** Whether what can be put off should be: channels have held the loop for long. */
  final boolean isSpent() {
    ChannelRegistration known = watch;
    return known != null && known.isSpent();
  }

  /** Whether this must not try yet, though it was woken. */
  private boolean isPutOff() {
    if (isSpent() && ++putOff < MOST_TIMES) {
      long looks = watch().looks();
      if (putOff == 1) {
        putOffSince = looks;
      }
      if (looks - putOffSince < MOST_TURNS) {
        giveWay();
        return true;
      }
    }
    putOff = 0;
    return false;
  }

  private void end() {
    busy = false;
    putOff = 0;
    clear();
    Limit armed = timer;
    if (armed != null) {
      timer = null;
      armed.cancel();
      if (armed.fired) {
        cancelRequest(); // the wake-up was not the channel's, which may not have been ready since
      }
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
    try {
      Duration time = limit;
      if (time != null && timer == null) {
        startClock();
      }
      await();
    } catch (RejectedExecutionException closed) {
      boolean unused = wake(IoFailures.during(what(), IoFailures.closed(loop, closed)));
    }
  }

  /** Asks for a wake-up. */
  void await() {
    watch().await(this);
  }

  /** Whose readiness this waits for. */
  final ChannelRegistration watch() {
    ChannelRegistration known = watch;
    if (known == null) {
      throw new IllegalStateException("no channel yet");
    }
    return known;
  }

  /** Says whose readiness this waits for from now on; null for nobody's. */
  final void watch(@Nullable ChannelRegistration channel) {
    watch = channel;
  }

  /** To be called by {@link #attempt} before it returns false: others first, then it goes on. */
  final void giveWay() {
    givesWay = true;
  }

  private void startClock() {
    var clock = new Limit();
    timer = clock;
    var unused = loop.scheduleAfter(Math.max(0, deadline - System.nanoTime()), clock);
    if (gone) {
      clock.cancel();
    }
  }

  @Override
  protected final void abandon() {
    cancelRequest();
  }

  @Override
  protected final void failed() {
    gaveUp();
    end();
  }

  @Override
  protected final void proceed(Carrier carrier) throws IOException {
    boolean ended = false;
    boolean failed = true;
    try {
      ended = !isPutOff() && attempt();
      if (ended) {
        leaveResult(carrier);
      } else {
        checkTime();
        suspendAgain(carrier);
      }
      failed = false;
    } catch (IOException failure) {
      throw IoFailures.during(what(), failure);
    } finally {
      if (failed) {
        gaveUp();
      }
      if (failed || ended) {
        end();
      }
    }
  }

  @Override
  public final WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.IO, what());
  }

  /** Takes back what {@link #await} has asked for, and is not used for another call. Any thread. */
  private void cancelRequest() {
    gone = true;
    stopWaiting();
  }

  /** Takes back what {@link #await} has asked for. Any thread. */
  void stopWaiting() {
    ChannelRegistration known = watch;
    if (known != null) {
      known.forget(this);
    }
  }

  private void checkTime() throws SocketTimeoutException {
    if (limit != null && System.nanoTime() - deadline >= 0) {
      cancelRequest();
      throw new SocketTimeoutException("not done within " + limit);
    }
  }

  /** Handed over to the loop: begins to wait there, if the call has not ended meanwhile. */
  @Override
  public final void run() {
    ChannelRegistration known = watch;
    if (known != null) {
      known.enlist(this);
    }
  }
}
