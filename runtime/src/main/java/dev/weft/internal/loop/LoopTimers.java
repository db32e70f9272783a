package dev.weft.internal.loop;

import dev.weft.internal.timers.ActionTimer;
import dev.weft.internal.timers.Timer;
import dev.weft.spi.TimedScheduler;
import java.util.Objects;

/**
 * The timers of one event loop: set and cancelled by any thread, kept and fired by the loop's.
 *
 * <p>A {@link Timer} lies in the heap itself; any other action gets one around it. What other
 * threads set or cancel comes to the heap as a step that is handed over. A timer may be cancelled
 * by another thread at any time, also before it is set: then it does not get into the heap, since
 * that is looked at after the timer knows its owner.
 */
final class LoopTimers {

  /** So far apart can times be and still be compared: 146 years. */
  private static final long FAR = Long.MAX_VALUE / 2;

  private final LoopScheduler loop;
  private final TimerHeap heap = new TimerHeap();
  private final Timer.Owner owner = this::forget;

  LoopTimers(LoopScheduler loop) {
    this.loop = loop;
  }

  /** See {@link TimedScheduler#scheduleAfter}. Any thread. */
  Runnable set(long nanos, Runnable action) {
    Objects.requireNonNull(action, "action");
    boolean own = action instanceof Timer each && each.index < 0;
    Timer timer = own ? (Timer) action : new ActionTimer(action);
    timer.due = System.nanoTime() + Math.max(-FAR, Math.min(nanos, FAR));
    timer.ownedBy(owner);
    if (loop.isOnThread()) {
      loop.refuseTimersAfterTheEnd();
      arm(timer);
    } else {
      loop.schedule(() -> armHandedOver(timer));
    }
    return own ? ActionTimer.NOTHING : timer::cancel;
  }

  private void arm(Timer timer) {
    if (timer.index < 0 && !timer.isCancelled()) {
      heap.add(timer);
    }
  }

  /** {@link #arm} for another thread. */
  private void armHandedOver(Timer timer) {
    try {
      arm(timer);
    } catch (OutOfMemoryError noRoom) { // nobody can be told, so there will have to be some
      loop.schedule(() -> armHandedOver(timer));
    }
  }

  private void forget(Timer timer) {
    if (loop.isOnThread()) {
      heap.remove(timer);
    } else {
      loop.handOver(() -> heap.remove(timer));
    }
  }

  // ---- the loop's thread ----

  /** How many there are. */
  int size() {
    return heap.size();
  }

  /** When the first is due; only if there is one. */
  long firstDue() {
    return heap.firstDue();
  }

  /** Fires those that are due {@code now}, at most {@code most}. */
  void fire(long now, int most) {
    for (int i = 0; i < most; i++) {
      Timer due = heap.takeDue(now);
      if (due == null) {
        return;
      }
      if (!due.isCancelled()) {
        loop.cycle().step(due);
      }
    }
  }

  /** Drops all: the loop has ended. */
  void clear() {
    heap.clear();
  }
}
