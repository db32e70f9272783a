package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.tasks.SchedulerTimers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.CallSites;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One wait at a channel, to send or to receive: the leaf frame of the coroutine that waits, the
 * event that it waits for, and its cell in the channel's list; or else, one clause of a select,
 * which is the frame and the event then.
 *
 * <p>{@link ChannelState} states the protocol. All fields are guarded by the channel's lock, or
 * belong to who has won the wake-up and then, by way of its scheduler, to the coroutine.
 */
abstract class ChannelOperation extends OperationFrame implements SelectWait {

  // Values of outcome.
  static final int WAITING = 0;
  static final int DONE = 1;
  static final int CLOSED = 2;
  static final int TIMED_OUT = 3;

  /** The element is what it has failed with. */
  static final int FAILED = 4;

  /** What is taken from a channel that is closed and empty. */
  static final Object END = new Object();

  final ChannelState channel;
  private final @Nullable SelectOperation select;

  /** The list that this is in; null if it is in none. */
  @Nullable ChannelWaiters waiters;

  @Nullable ChannelOperation previous;

  /** In no list, the next one of those that are woken together. */
  @Nullable ChannelOperation next;

  /** What is sent, until somebody has it; what was received, until it is returned. */
  @Nullable Object element;

  /** Of a select that was about to wait: the other side, whose wake-up it has won. */
  @Nullable ChannelOperation handedOver;

  int outcome = WAITING;

  /** Cancelled, or what else the select waits for has come: not to enter a list any more. */
  private boolean over;

  private boolean expired;
  private @Nullable Duration limit;
  private @Nullable Runnable timer;

  ChannelOperation(ChannelState channel, @Nullable SelectOperation select) {
    this.channel = channel;
    this.select = select;
  }

  /** Whether it need not wait; for who has the lock. */
  abstract boolean isReady();

  /** The list to wait in. */
  abstract ChannelWaiters list();

  /** Does it, if it can be done now, and sets the outcome; for who has the lock. */
  abstract void attempt();

  /** Leaves the result of what is done. */
  abstract void finish(Carrier carrier);

  /** Leaves the result of a call on a closed channel, or throws. */
  abstract void finishClosed(Carrier carrier) throws Throwable;

  /** What is thrown when the time is over. */
  abstract String tooLate(Duration time);

  /** What nobody takes any more, of what this has. */
  abstract @Nullable Object leftOver();

  // ---- how calls begin ----

  /** To be called first by whatever may suspend: a cancellation is met before anything is done. */
  static void enter(Carrier carrier) {
    carrier.refuseInGenerator();
    carrier.meetPending();
  }

  /** Whether this can serve another call of the running coroutine, which was the last to use it. */
  final boolean isOf(Carrier carrier) {
    return isWaitOf(carrier.coroutine()) && !over && limit == null;
  }

  /** Suspends the call that is being made. */
  final void begin(Carrier carrier) {
    outcome = WAITING;
    suspend(carrier);
  }

  /** The same, for {@code time} at most, which is positive. For an operation that is new. */
  final void begin(Duration time, Carrier carrier) {
    limit = time;
    timer =
        SchedulerTimers.after(TaskCoroutine.inherited(carrier), Timers.nanos(time), this::expire);
    begin(carrier);
  }

  // ---- whoever wakes it ----

  /** Wins the wake-up of who waits; {@link #go} has to follow, once the lock is free. */
  final boolean win() {
    return select == null ? claim() : select.win(this);
  }

  /** Sees through what {@link #win} has won. */
  final void go() {
    if (select == null) {
      wakeClaimed();
    } else {
      select.go();
    }
  }

  /** The time is over. */
  private void expire() {
    StackReserve.ensure();
    channel.lock();
    expired = true; // if it is not suspended yet, it finds that
    boolean mine = !over && outcome == WAITING && claim();
    if (mine) {
      leaveList();
      outcome = TIMED_OUT;
    }
    channel.unlock();
    if (mine) {
      wakeClaimed();
    }
  }

  private void leaveList() {
    if (waiters != null) {
      waiters.remove(this);
    }
  }

  // ---- the coroutine, suspended ----

  @Override
  protected final void start() {
    StackReserve.ensure();
    boolean mine;
    ChannelOperation other;
    channel.lock();
    try {
      mine = look();
    } finally {
      other = channel.takeWon();
      channel.unlock();
    }
    if (other != null) {
      other.go();
    }
    if (mine) {
      wakeClaimed();
    } // from here on it may be in use again
  }

  /** Waits in the list, unless there is something to go on for: then wins its own wake-up. */
  private boolean look() {
    if (over) {
      return false;
    }
    if (!expired && !isReady()) {
      list().add(this);
      return false;
    }
    if (!claim()) {
      return false; // cancelled, which is to tell this yet
    }
    attemptClaimed();
    if (outcome == WAITING && expired) {
      outcome = TIMED_OUT;
    }
    return true;
  }

  /** {@link #attempt} for who has won its own wake-up, and must be told what has gone wrong. */
  final void attemptClaimed() {
    try {
      attempt();
    } catch (Throwable noMemory) {
      element = noMemory;
      outcome = FAILED;
    }
  }

  // ---- the coroutine, running ----

  @Override
  protected final void proceed(Carrier carrier) throws Throwable {
    if (outcome == WAITING) {
      attemptNow(); // whoever was there has gone
    }
    if (outcome == WAITING) {
      suspendAgain(carrier);
      return;
    }
    stopTimer();
    end(carrier);
  }

  private void attemptNow() {
    StackReserve.ensure();
    ChannelOperation other;
    channel.lock();
    try {
      attempt();
    } finally {
      other = channel.takeWon();
      channel.unlock();
    }
    if (other != null) {
      other.go();
    }
  }

  private void end(Carrier carrier) throws Throwable {
    switch (outcome) {
      case DONE -> finish(carrier);
      case CLOSED -> finishClosed(carrier);
      case FAILED -> throw takeFailure();
      default -> throw new TimeoutException(tooLate(limit == null ? Duration.ZERO : limit) + at());
    }
  }

  final Throwable takeFailure() {
    Object failure = Objects.requireNonNull(element);
    element = null;
    return (Throwable) failure;
  }

  /** Where the call was made that is suspended, for a message. */
  final String at() {
    Frame first = select == null ? this : select;
    for (Frame each = first.caller(); each != null; each = each.caller()) {
      FrameSnapshot call = FrameSnapshot.of(each);
      if (!CallSites.isOwn(call.owner())) {
        return " (at " + call.where() + ")";
      }
    }
    return CallSites.atCaller();
  }

  private void stopTimer() {
    if (timer != null) {
      SchedulerTimers.cancel(timer);
      timer = null;
    }
  }

  // ---- whoever cancels ----

  @Override
  protected final void abandon() {
    Object unused = leave();
    stopTimer();
  }

  @Override
  protected final void failed() {
    Object left = leave();
    stopTimer();
    if (left != null) {
      channel.undelivered(left);
    }
  }

  /** Waits no longer; what had been handed over by then is the caller's. */
  final @Nullable Object leave() {
    channel.lock();
    over = true;
    leaveList();
    Object left = leftOver();
    element = null;
    channel.unlock();
    return left;
  }

  // ---- as a clause of a select ----

  @Override
  public final void register() {
    // the select does it for all its channels at once
  }

  @Override
  public final void unregister() {
    channel.lock();
    over = true;
    leaveList();
    channel.unlock();
  }

  @Override
  public final void refused() {
    Object left = leave();
    if (left != null) {
      channel.undelivered(left);
    }
  }
}
