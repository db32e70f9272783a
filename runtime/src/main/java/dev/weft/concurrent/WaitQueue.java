package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.timers.Timers;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for one thing, first come, first served: what all locks, permits, latches and
 * conditions of this package are made of.
 *
 * <h2>Protocol</h2>
 *
 * <p>A doubly linked list of the waiting calls themselves, so that one that gives up leaves in a
 * step and leaves nothing behind. Guarded by {@link #monitor}, which is held for a few instructions
 * and never while foreign code runs. A synchronizer has a state of its own beside it, which those
 * who do not have to wait change by one compare-and-set; as long as anybody waits, that way is
 * {@linkplain #close closed}, and everything happens under the monitor. So nobody overtakes.
 *
 * <ul>
 *   <li><b>Arriving.</b> A call that cannot have what it wants suspends, and when its coroutine is
 *       suspended, arrives: it closes the short way, joins the queue, and then everything that can
 *       be granted is granted, perhaps to itself. So what was given back in between is not missed.
 *   <li><b>Granting.</b> Who gives back adds to the state and then serves the queue from its head,
 *       as long as the head {@linkplain #mayGrant can be served}. It <em>claims</em> the
 *       coroutine's wake-up, which no cancellation can have then; only if that has succeeded does
 *       it {@linkplain #take take} on its behalf. So a thing handed over is always somebody's: one
 *       whose claim fails has been cancelled, has got nothing, and the next one is served.
 *   <li><b>A cancellation that comes after the claim</b> is met at the next suspension point.
 *   <li><b>Cancelled</b>, or out of time: the call leaves the queue, and the others are looked at
 *       again, as they may have waited only behind it.
 *   <li><b>Refused</b> by its scheduler after a grant: what it was granted is {@linkplain #giveBack
 *       given back}.
 *   <li><b>Waking</b> is done after the monitor was left, see {@link Wakeups}.
 * </ul>
 *
 * <p>A clause of a choice among several things joins as a subclass of {@link QueuedWait} that
 * claims and delivers in its own way, {@link SelectGrant}.
 */
abstract class WaitQueue {

  /** Guards the queue and the state beside it; may be shared by several queues. */
  final Wakeups monitor;

  private @Nullable QueuedWait first;
  private @Nullable QueuedWait last;
  private int size;

  WaitQueue() {
    this(new Wakeups());
  }

  WaitQueue(Wakeups monitor) {
    this.monitor = monitor;
  }

  /** What {@code call} waits for, for whoever looks. Without the monitor. */
  WaitTarget target(QueuedWait.Call call) {
    return WaitTarget.of(WaitTarget.Kind.SYNCHRONIZER, call + WaitTarget.identity(this));
  }

  // ---- what a synchronizer says; under the monitor ----

  /** Whether the first in the queue can have what it wants now. */
  abstract boolean mayGrant(QueuedWait head);

  /** Takes on behalf of one that has been claimed. */
  void take(QueuedWait granted) {}

  /** From now on the state is changed under the monitor only: somebody waits. Idempotent. */
  void close() {}

  /** Nobody waits any more. */
  void open() {}

  /** Told when one has left the queue without a grant, or before it arrived. */
  void left(QueuedWait gone) {}

  /** Serves whom it can. */
  void settle() {
    grantHeads();
  }

  // ---- the same; not under the monitor ----

  /** Takes back what was granted to one whose scheduler has refused it. Any thread. */
  void giveBack(QueuedWait refused) {}

  /**
   * Told in its coroutine that one who has waited has got what it wanted.
   *
   * @param amount how much
   * @param waited the frame that has waited
   */
  void obtained(long amount, Frame waited) {}

  /** Leaves the result of a call that goes on, in its coroutine. */
  void finish(QueuedWait ended, Carrier carrier) throws Throwable {
    if (ended.isGranted()) {
      obtained(ended.amount, ended);
    }
    if (ended.isTimed()) {
      carrier.putInt(ended.isGranted() ? 1 : 0);
    } else {
      carrier.putVoid();
    }
  }

  // ---- calls that wait for a limited time ----

  /** How long a call may wait that is being made, in nanoseconds. */
  static long limit(Duration time, Carrier carrier) {
    long nanos = Timers.nanos(Objects.requireNonNull(time, "time"));
    carrier.refuseInGenerator();
    return nanos;
  }

  /**
   * Suspends the call that is being made until it is granted what it wants, or {@code nanos} are
   * over; not at all if they are not positive.
   *
   * @return false: what the call returns that has not got it, and a dummy where it unwinds
   */
  final boolean waitFor(
      long nanos, Call call, @Nullable Object payload, long amount, Carrier carrier) {
    if (nanos > 0) {
      new TimedWait(this, call, payload, amount, nanos).beginTimed(carrier);
    }
    return false;
  }

  // ---- the queue; under the monitor ----

  final int size() {
    return size;
  }

  final @Nullable QueuedWait first() {
    return first;
  }

  private void link(QueuedWait arriving) {
    QueuedWait before = last;
    arriving.previous = before;
    if (before == null) {
      first = arriving;
    } else {
      before.next = arriving;
    }
    last = arriving;
    size++;
    arriving.phase = QueuedWait.QUEUED;
  }

  private void unlink(QueuedWait leaving) {
    QueuedWait before = leaving.previous;
    QueuedWait after = leaving.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    leaving.previous = null;
    leaving.next = null;
    size--;
  }

  /** Serves the queue from its head. */
  final void grantHeads() {
    QueuedWait head = first;
    while (head != null && mayGrant(head)) {
      if (claimWaiting(head)) {
        take(head);
        monitor.add(head);
      }
      head = first;
    }
    if (head == null) {
      open();
    }
  }

  /** Takes one out of the queue, mostly the first, to be woken; false if it has been cancelled. */
  final boolean claimWaiting(QueuedWait waiting) {
    unlink(waiting);
    boolean claimed = waiting.claimGrant();
    waiting.phase = claimed ? QueuedWait.GRANTED : QueuedWait.GONE;
    return claimed;
  }

  // ---- any thread ----

  /**
   * Makes a change, under the monitor, and serves whom it can then.
   *
   * @param change whether it was made; if not, nothing has changed, but the short way is perhaps
   *     {@linkplain #close closed}. It throws nothing: to find words for a failure takes long, and
   *     may call the user's code
   * @return whether it was made
   */
  final boolean serveAfter(BooleanSupplier change) {
    StackReserve.ensure();
    return serveEnsured(change);
  }

  /** The same for who has {@linkplain Wakeups#enterEnsured made sure} that there is stack. */
  final boolean serveEnsured(BooleanSupplier change) {
    boolean changed;
    QueuedWait woken;
    monitor.enterEnsured();
    try {
      changed = change.getAsBoolean();
      settle();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
    return changed;
  }

  /** How many wait. For looking. */
  final int waiting() {
    monitor.enter();
    try {
      return size;
    } finally {
      monitor.exit();
    }
  }

  // ---- what happens to a waiter; any thread ----

  /** The call's coroutine is suspended. */
  final void arrive(QueuedWait arriving) {
    QueuedWait woken;
    monitor.enter();
    try {
      if (!arriving.mayJoin()) {
        return;
      }
      close();
      link(arriving);
      arrived(arriving);
      settle();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
  }

  /** Told when one has joined the queue, before anything is granted. Under the monitor. */
  void arrived(QueuedWait arriving) {}

  /** The call's coroutine has been cancelled. */
  final void leave(QueuedWait leaving) {
    QueuedWait woken;
    monitor.enter();
    try {
      if (leaving.phase == QueuedWait.QUEUED) {
        unlink(leaving);
      } else if (leaving.phase != QueuedWait.NEW) {
        return;
      }
      leaving.phase = QueuedWait.GONE;
      left(leaving);
      settle();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
  }

  /** The call's time is over. */
  final void expire(QueuedWait late) {
    QueuedWait woken;
    monitor.enter();
    try {
      if (late.phase != QueuedWait.QUEUED || !late.claimGrant()) {
        return;
      }
      unlink(late);
      late.phase = QueuedWait.EXPIRED;
      monitor.add(late);
      left(late);
      settle();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
  }

  /** Whether the call, which has just arrived, stands in the queue. */
  final boolean isQueued(QueuedWait wait) {
    monitor.enterEnsured();
    try {
      return wait.phase == QueuedWait.QUEUED;
    } finally {
      monitor.exit();
    }
  }
}
