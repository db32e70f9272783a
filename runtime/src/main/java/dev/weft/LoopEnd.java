package dev.weft;

import dev.weft.EventLoop.Phase;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.Timers;
import dev.weft.runtime.Unheard;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How an event loop ends, closed or dead: nobody who waits is left waiting. Runs on the loop's
 * thread as its last act.
 *
 * <ol>
 *   <li>What is ready runs. Every suspended coroutine is cancelled, or, if the loop has died, fails
 *       with the reason; the loop goes on for as long as they need, but no longer than the grace
 *       period.
 *   <li>Hand-over ends: from here on, others are refused.
 *   <li>What is still suspended is resumed with the refusal, once; what suspends even then has its
 *       task failed without it.
 *   <li>Channels are closed, and coroutines of other schedulers that wait for them find out.
 * </ol>
 */
final class LoopEnd {

  private final EventLoop loop;
  private final Duration grace;

  LoopEnd(EventLoop loop, Duration grace) {
    this.loop = loop;
    this.grace = grace;
  }

  void run(@Nullable Throwable death) {
    try {
      loop.begin(Phase.CLOSING);
      if (death != null) {
        fail(death);
      }
      letFinish();
    } catch (Throwable failure) { // nothing is left to try but the rest
      loop.report(failure);
    }
    loop.begin(Phase.CLOSED);
    loop.stopHandOver();
    forceOut();
    loop.endIo();
    runReady(); // who waited for a channel
    Unheard.reportAll(
        task -> task instanceof CoroutineTask<?> each && each.scheduler() == loop,
        Thread.currentThread());
    Carrier.forgetThread();
  }

  /** Fails the task of a step that was taken and now will never run. */
  static void refuse(Runnable step, Throwable refusal) {
    if (step instanceof CoroutineTask<?> task) {
      task.abandonWith(refusal);
    }
  }

  /** Waits for a loop's thread; an interrupt is kept for later. */
  static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Throwable death) {
    loop.report(death);
    loop.endIo(); // the selector may be what is broken
    for (CoroutineTask<?> task : loop.live().all()) {
      loop.step(() -> task.interruptWith(refusal("has died: " + death, death)));
    }
  }

  private void letFinish() throws IOException {
    long end = System.nanoTime() + Timers.nanos(grace);
    runReady();
    for (CoroutineTask<?> task : loop.live().all()) {
      loop.step(task::cancel);
    }
    while (!loop.isIdle() && System.nanoTime() - end < 0) {
      loop.turn();
      if (!loop.isIdle()) {
        loop.rest(Phase.CLOSING, end);
      }
    }
  }

  private void runReady() {
    while (loop.hasReady()) {
      loop.turn();
    }
  }

  private void forceOut() {
    runReady();
    String reason = "has been closed, and gave those that it cancelled " + grace + " to end";
    for (CoroutineTask<?> task : loop.live().all()) {
      loop.step(() -> task.interruptWith(refusal(reason, null)));
    }
    runReady();
    for (CoroutineTask<?> task : loop.live().all()) {
      loop.live().remove(task);
      loop.step(() -> task.abandonWith(refusal(reason, null)));
    }
  }

  private RejectedExecutionException refusal(String what, @Nullable Throwable cause) {
    return new RejectedExecutionException(loop + " " + what, cause);
  }
}
