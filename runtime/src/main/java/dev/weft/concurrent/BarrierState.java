package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.util.CallSites;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Those who have come to an {@link AsyncBarrier}.
 *
 * <h2>Protocol</h2>
 *
 * <p>All of it under the monitor. The queue is the present generation. When it is complete, all of
 * it is claimed, and the next generation begins. If one of them turns out to be cancelled, the
 * others are told that the barrier is broken; else the last one, alone, is woken: in its coroutine
 * it runs the action, and then delivers the others, whose wake-ups it holds. If it cannot, since
 * its scheduler refuses it, the others find the barrier broken.
 *
 * <p>{@code result} of a waiter is {@link #BROKEN}, or {@link #PASSED}, or for the last one the
 * first of the others, {@link QueuedWait#next} by {@code next}; {@code amount} is its index.
 */
final class BarrierState extends WaitQueue {

  static final Call AWAIT = new Call("AsyncBarrier", "await");

  private static final Object BROKEN = new Object();
  private static final Object PASSED = new Object();

  /** What the last one has to see to. */
  private record Others(@Nullable QueuedWait first) {}

  final int parties;
  private final @Nullable Runnable action;

  /** Written under the monitor. */
  private volatile boolean broken;

  BarrierState(int parties, @Nullable Runnable action) {
    this.parties = parties;
    this.action = action;
  }

  boolean isBroken() {
    return broken;
  }

  /** Breaks the present generation, if there is any, and begins anew. */
  void reset() {
    boolean unused =
        serveAfter(
            () -> {
              breakWaiting();
              broken = false;
              return true;
            });
  }

  static BrokenBarrierException brokenException(String why) {
    return new BrokenBarrierException(
        "the barrier is broken"
            + why
            + ": one of those who came was cancelled, ran out of time or failed in the action, or"
            + " it was reset; reset() begins anew");
  }

  void checkNotBroken() throws BrokenBarrierException {
    if (broken) {
      throw brokenException(CallSites.atCaller());
    }
  }

  // ---- under the monitor ----

  @Override
  boolean mayGrant(QueuedWait head) {
    return false;
  }

  @Override
  void settle() {
    if (broken) {
      breakWaiting();
    } else if (size() == parties) {
      trip();
    }
  }

  @Override
  void left(QueuedWait gone) {
    broken = true;
  }

  private void breakWaiting() {
    for (QueuedWait head = first(); head != null; head = first()) {
      if (claimWaiting(head)) {
        head.result = BROKEN;
        monitor.add(head);
      }
    }
  }

  private void trip() {
    var all = new Wakeups();
    boolean complete = true;
    QueuedWait last = null;
    int index = parties;
    for (QueuedWait head = first(); head != null; head = first()) {
      index--;
      head.amount = index;
      head.result = PASSED;
      boolean isLast = size() == 1;
      if (!claimWaiting(head)) {
        complete = false;
      } else if (isLast) {
        last = head;
      } else {
        all.add(head);
      }
    }
    QueuedWait others = all.take();
    if (complete && last != null) {
      last.result = new Others(others);
      monitor.add(last);
    } else {
      broken = true;
      addBroken(others);
      addBroken(last);
    }
  }

  private void addBroken(@Nullable QueuedWait claimed) {
    QueuedWait each = claimed;
    while (each != null) {
      QueuedWait following = each.next;
      each.next = null;
      each.result = BROKEN;
      monitor.add(each);
      each = following;
    }
  }

  // ---- in the coroutine of one that was woken ----

  @Override
  void finish(QueuedWait ended, Carrier carrier) throws Throwable {
    if (!ended.isGranted()) {
      throw new TimeoutException("not all " + parties + " have come to the barrier in time");
    }
    if (ended.result == BROKEN) {
      throw brokenException("");
    }
    if (ended.result instanceof Others others) {
      ended.result = null;
      runAction(others);
    }
    carrier.putInt((int) ended.amount);
  }

  private void runAction(Others others) {
    boolean done = false;
    try {
      if (action != null) {
        action.run();
      }
      done = true;
    } finally {
      if (done) {
        Wakeups.deliver(others.first);
      } else {
        breakFor(others);
      }
    }
  }

  private void breakFor(Others others) {
    QueuedWait woken;
    monitor.enterEnsured(); // as each step is: the others wait for this one alone
    try {
      broken = true;
      addBroken(others.first);
      breakWaiting();
      woken = monitor.take();
    } finally {
      monitor.exit();
    }
    Wakeups.deliver(woken);
  }

  @Override
  void giveBack(QueuedWait refused) {
    if (refused.result instanceof Others others) {
      breakFor(others);
    }
  }
}
