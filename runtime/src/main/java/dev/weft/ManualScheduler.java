package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.loop.MpscQueue;
import dev.weft.internal.loop.ReadyQueue;
import dev.weft.internal.tasks.ThreadConfinedScheduler;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.woven.WovenCarrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler without a thread of its own: what is ready waits until {@link #run} is called. Made
 * by {@link Schedulers#manual()}.
 *
 * <p>It belongs to the thread that made it, which alone may run it; steps may be made ready by any
 * thread. There is nothing to close: a scheduler that is no longer run, and the coroutines that are
 * suspended on it, are garbage when nothing else refers to them.
 *
 * <p>Ordinary code in a step that calls a suspending method, as a lambda of {@code List.forEach}
 * does, blocks the thread like anywhere, and with it all other steps: if one of those is what it
 * waits for, it waits for ever.
 *
 * <p>The least that Weft's own machinery costs is had here. {@link EventLoop} is the same with a
 * thread, timers and channels.
 */
public final class ManualScheduler extends ThreadConfinedScheduler {

  private static final int BATCH = 128;

  private final Thread owner = Thread.currentThread();
  private final Runnable wakeUp;
  private final ReadyQueue ready = new ReadyQueue(this);
  private final MpscQueue<Runnable> handedOver = new MpscQueue<>();

  ManualScheduler(Runnable wakeUp) {
    this.wakeUp = Objects.requireNonNull(wakeUp, "wakeUp");
  }

  /** Makes {@code step} ready, behind all that are. Any thread. */
  @Override
  public void schedule(Runnable step) {
    Objects.requireNonNull(step, "step");
    if (isOfCurrentThread()) {
      ready.add(step);
    } else {
      handedOver.put(step);
      try {
        wakeOwner();
      } catch (Throwable tooDeep) { // not even stack to report it
        return;
      }
    }
  }

  /** The step has been accepted, so a failure is nothing to tell whoever made it ready. */
  private void wakeOwner() {
    try {
      wakeUp.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  /** Runs steps until none is ready, those that become ready meanwhile included. */
  public void run() {
    do {
      int unused = run(Integer.MAX_VALUE);
    } while (!isIdle());
  }

  /**
   * Runs steps in the order in which they became ready, also those that become ready meanwhile;
   * other threads' steps are looked for in between, every {@value #BATCH} steps.
   *
   * <p>What a step throws is thrown here, and the rest stays ready; coroutines never throw, their
   * failures are in their tasks. May be called in a step.
   *
   * @param most how many at most
   * @return how many have run
   * @throws IllegalStateException on a thread that this does not belong to
   */
  public int run(int most) {
    if (!isOfCurrentThread()) {
      throw new IllegalStateException(
          this + " was run by " + Thread.currentThread() + "; make it on the thread that runs it");
    }
    WovenCarrier carrier = WovenCarrier.current();
    try {
      return run(most, carrier, carrier.coroutine());
    } finally {
      carrier.forgetQueue();
    }
  }

  private int run(int most, Carrier carrier, @Nullable Coroutine running) {
    int left = most;
    do {
      ready.takeOver(handedOver, BATCH);
      int batch = Math.min(left, BATCH);
      if (running != null) {
        left -= ready.runInside(running, batch, carrier);
      } else if (left == most) { // most often the only one
        left -= ready.run(batch, carrier);
      } else {
        left -= ready.runApart(batch, carrier);
      }
    } while (left > 0 && !isIdle());
    return most - left;
  }

  /** Whether the current thread is the one that this belongs to. */
  @Override
  protected boolean isOfCurrentThread() {
    return Thread.currentThread() == owner;
  }

  /** Whether nothing is ready. Only for the thread that this belongs to. */
  public boolean isIdle() {
    return ready.isEmpty() && handedOver.isEmpty();
  }

  @Override
  public String toString() {
    return "the manual scheduler of " + owner;
  }
}
