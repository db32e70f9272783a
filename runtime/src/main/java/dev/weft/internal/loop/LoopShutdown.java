package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.UnobservedFailure;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.timers.Timers;
import dev.weft.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Shuts an event loop down, closed or dead: nobody who waits is left waiting. Runs on the loop's
 * thread as its last act.
 *
 * <ol>
 *   <li>What is ready runs. Every suspended coroutine is cancelled, or, if the loop has died, fails
 *       with the reason; the loop goes on for as long as they need, but no longer than the grace
 *       period, whatever they do: yield, wait again, set timers, have steps handed over.
 *   <li>The loop is closed: from here on, everybody is refused, coroutines of the loop included.
 *       What is ready still runs; it was accepted, and there is an end to it, since nothing can be
 *       made ready any more. Timers are dropped.
 *   <li>What is still suspended is resumed with the refusal, once; what suspends even then has its
 *       task failed without it. So has what takes no notice and yields: see {@link TerminatedLoop}.
 *   <li>Channels are closed, and coroutines of other schedulers that wait for them find out. Those
 *       of this one that come to light then are refused as well.
 * </ol>
 *
 * <p>A failure in one of these parts, out of memory for instance, is reported, and the next one
 * begins. A step that does not end cannot be ended.
 */
final class LoopShutdown {

  private final LoopScheduler loop;
  private final LoopRunner cycle;
  private final Duration grace;

  // What needs no memory when its time has come.
  private final Runnable stopsHandOver;
  private final Runnable runsAccepted = this::runAccepted;
  private final Runnable resumesWithRefusal = this::resumeWithRefusal;
  private final Runnable endsIo;
  private final Runnable reportsUnheard = this::reportUnheard;

  LoopShutdown(LoopScheduler loop, LoopRunner cycle, Duration grace) {
    this.loop = loop;
    this.cycle = cycle;
    this.grace = grace;
    stopsHandOver = cycle::stopHandOver;
    endsIo = loop::endIo;
  }

  void run(@Nullable Throwable death) {
    long end = System.nanoTime() + Timers.nanos(grace);
    loop.begin(LoopPhase.CLOSING);
    if (death != null) {
      failAll(death);
    }
    try {
      letFinish(end);
    } catch (Throwable failure) { // nothing is left to try but the rest
      cycle.report(failure);
    }
    loop.begin(LoopPhase.CLOSED);
    loop.dropTimers();
    cycle.step(stopsHandOver);
    forceOut();
    cycle.step(endsIo);
    forceOut(); // who waited for a channel
    cycle.step(reportsUnheard);
    Carrier.forgetThread();
  }

  private void reportUnheard() {
    UnobservedFailure.reportAll(
        task -> task instanceof TaskCoroutine each && isOurs(each), Thread.currentThread());
  }

  /** Whether a coroutine has not gone elsewhere; those that were refused belong to us still. */
  private boolean isOurs(TaskCoroutine task) {
    Scheduler scheduler = task.scheduler();
    return scheduler == loop || (scheduler instanceof TerminatedLoop ended && ended.loop() == loop);
  }

  /** Fails the task of a step that was taken and now will never run. */
  static void refuse(Runnable step, Throwable refusal) {
    if (step instanceof TaskCoroutine task) {
      task.abandonWith(refusal);
    }
  }

  private void failAll(Throwable death) {
    try {
      fail(death);
    } catch (Throwable noMemory) {
      cycle.report(noMemory);
    }
  }

  private void fail(Throwable death) {
    cycle.report(death);
    cycle.step(loop::endIo); // the selector may be what is broken
    for (TaskCoroutine task : loop.live().all()) {
      cycle.step(() -> task.interruptWith(refusal("has died: " + death, death)));
    }
  }

  private void letFinish(long end) throws IOException {
    runWhatIsReady(end);
    for (TaskCoroutine task : loop.live().all()) {
      cycle.step(task::cancelOnce);
      if (task.isDone()) { // elsewhere, without our having heard of it
        loop.live().remove(task);
      }
    }
    while (!loop.isDone() && System.nanoTime() - end < 0) {
      cycle.turn();
      if (!loop.isDone()) {
        cycle.rest(LoopPhase.CLOSING, end);
      }
    }
  }

  /** Runs what is ready or handed over now: all that stands before a mark. */
  private void runWhatIsReady(long end) throws IOException {
    boolean[] reached = new boolean[1];
    loop.handOver(() -> reached[0] = true);
    while (!reached[0] && System.nanoTime() - end < 0) {
      cycle.turn();
      if (!reached[0]) {
        cycle.rest(LoopPhase.CLOSING, end);
      }
    }
  }

  private void forceOut() {
    cycle.step(runsAccepted);
    cycle.step(resumesWithRefusal);
    cycle.step(runsAccepted);
    for (TaskCoroutine task = loop.live().take(); task != null; task = loop.live().take()) {
      if (isOurs(task)) { // or it has left on another thread, and the news is late
        abandon(task);
      }
    }
  }

  private void abandon(TaskCoroutine left) {
    Throwable reason;
    try {
      reason = tooLate();
    } catch (OutOfMemoryError noMemory) {
      reason = noMemory;
    }
    left.abandonWith(reason);
  }

  private void runAccepted() {
    while (cycle.hasReady()) {
      cycle.turnWithoutLook();
    }
  }

  private void resumeWithRefusal() {
    for (TaskCoroutine task : loop.live().all()) {
      cycle.step(() -> task.interruptWith(tooLate()));
    }
  }

  private RejectedExecutionException tooLate() {
    return refusal("has been closed, and gave those that it cancelled " + grace + " to end", null);
  }

  private RejectedExecutionException refusal(String what, @Nullable Throwable cause) {
    return new RejectedExecutionException(loop + " " + what, cause);
  }
}
