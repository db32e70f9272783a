package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.LoopScheduler;
import dev.weft.internal.loop.LoopSettings;
import dev.weft.internal.loop.TerminatedLoop;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.spi.TimedScheduler;
import dev.weft.woven.WovenCarrier;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that is one thread: a queue of steps that are ready, timers, and a selector for
 * channels. Made by {@link Schedulers#eventLoop()} and {@link Schedulers#eventLoopBuilder()}.
 *
 * <p>Steps run first come, first served. Steps that other threads hand over, timers that are due,
 * channels that are ready and steps that the loop made ready itself get on in every turn, however
 * many there are of the others. The thread starts with the first step; it is a daemon unless a
 * thread factory decides otherwise.
 *
 * <p>A step that throws (coroutines never do: their failures are in their tasks) goes to the
 * thread's uncaught exception handler, and the loop goes on.
 */
public final class EventLoop extends LoopScheduler implements TimedScheduler, AutoCloseable {

  EventLoop(LoopSettings settings) {
    super(settings);
  }

  /**
   * The loop of the coroutine that calls this.
   *
   * @throws IllegalStateException if it runs on another scheduler, or this is not a coroutine
   */
  public static EventLoop current() {
    Scheduler scheduler = TaskCoroutine.inherited(Carrier.current());
    if (scheduler instanceof EventLoop loop) {
      return loop;
    }
    if (scheduler instanceof TerminatedLoop terminated) {
      return (EventLoop) terminated.loop();
    }
    throw new IllegalStateException(
        "no event loop here: call this in a coroutine that was started on one, or pass the loop"
            + CallSites.atCaller());
  }

  /** Whether the calling thread is this loop's own. */
  public boolean isInside() {
    return isOnThread();
  }

  /**
   * Runs {@code step} soon, behind all that is ready. Any thread.
   *
   * @throws RejectedExecutionException if the loop has been closed
   */
  @Override
  public void schedule(Runnable step) {
    super.schedule(step);
  }

  /**
   * Runs {@code action} on the loop's thread once the time has passed. Any thread.
   *
   * @param nanos how long from now; at once if it is not positive
   * @param action what to run; it must not block
   * @return what to call, on any thread, to cancel it
   * @throws RejectedExecutionException if the loop has been closed
   */
  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    return super.scheduleAfter(nanos, action);
  }

  /** How many open channels the loop has in its charge. Any thread. */
  public int channels() {
    return channelCount();
  }

  /**
   * Suspends while {@code work}, which may block, runs on one of this loop's few other threads.
   *
   * <p>A coroutine that is cancelled goes on at once; {@code work} is not interrupted, and what it
   * returns then is closed if it is {@link AutoCloseable}.
   *
   * @return what {@code work} returns
   * @throws Exception what it throws
   */
  @Async
  public <T extends @Nullable Object> T offload(Callable<T> work) throws Exception {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = offload(work, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * The body of {@link #offload(Callable)}.
   *
   * @hidden
   */
  public @Nullable Object offload(Callable<?> work, int room, WovenCarrier carrier) {
    return offloadFrom(work, carrier);
  }

  /** Runs {@code work}, which may block, on one of this loop's few other threads. Any thread. */
  public void executeBlocking(Runnable work) {
    executeOffLoop(work);
  }

  /**
   * Ends the loop. It takes no new work, but runs what is ready. It cancels every coroutine that is
   * suspended on it; their finally blocks run here, and may await, for the loop's grace period (5
   * seconds unless set otherwise). What has not ended then meets a {@link
   * RejectedExecutionException} at its next suspension, and if it takes no notice of that either,
   * its task fails with it and it never goes on. Timers are dropped, channels closed, and the
   * thread ends.
   *
   * <p>Waits for the thread, for the grace period at most and as long as it takes to run what was
   * accepted before. Only a step that does not end, or a coroutine that computes without ever
   * suspending, is waited for without end: Java cannot stop it. Called on the loop's own thread, on
   * that of any event loop, or by what {@link EventLoopBuilder#onStall} is told with, it does not
   * wait: the loop ends when the step that holds it is over. Closing again does nothing more but
   * wait. Any thread.
   */
  @Override
  public void close() {
    shutDown();
  }

  /** The name of the loop's thread. */
  @Override
  public String toString() {
    return super.toString();
  }

  /** {@link #close} without waiting. */
  void beginToClose() {
    beginShutdown();
  }
}
