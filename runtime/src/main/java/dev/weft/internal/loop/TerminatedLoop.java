package dev.weft.internal.loop;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.tasks.HostScheduler;
import dev.weft.internal.tasks.TaskCoroutine;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scheduler of a coroutine that its event loop has refused because the loop has terminated; one
 * for each such coroutine, and those that it starts.
 *
 * <p>The refusal is thrown into the coroutine, whose finally blocks run wherever it was woken.
 * Where they yield, by themselves or in a call of theirs, they go on at once: it is not their
 * fault. So does a wait for a time, which fails. One that takes no notice of its end and does so
 * again and again would go on for ever; after very many times its task fails, and it never goes on.
 * What else it waits for wakes it, with another refusal each time.
 */
public final class TerminatedLoop extends HostScheduler {

  /** Far more than finally blocks need, and soon over. */
  static final int TIMES = 1_000;

  private final LoopScheduler loop;

  /** How often a coroutine has gone on at once; mostly one thread at a time counts. */
  private final AtomicInteger times = new AtomicInteger();

  TerminatedLoop(LoopScheduler loop) {
    this.loop = loop;
  }

  /**
   * What a loop that has ended answers.
   *
   * @param call where something was to be begun on it; empty if that is not known
   */
  static RejectedExecutionException refusal(LoopScheduler loop, String call) {
    return new RejectedExecutionException(
        loop
            + " has been closed"
            + call
            + "; wait for what runs on it before that, or start it elsewhere");
  }

  /** The loop that has ended. */
  public LoopScheduler loop() {
    return loop;
  }

  @Override
  public void schedule(Runnable step) {
    Carrier carrier = Carrier.current();
    if (!(step instanceof TaskCoroutine task) || carrier.coroutine() != task) {
      throw loop.refusal();
    }
    if (times.incrementAndGet() <= TIMES) {
      carrier.runOnTrampoline(task);
    } else {
      task.abandonWith(loop.refusal());
    }
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    throw loop.refusal();
  }

  @Override
  protected void adopt(TaskCoroutine task) {
    loop.adopt(task);
  }

  @Override
  protected void release(TaskCoroutine task) {
    loop.release(task);
  }

  @Override
  protected boolean hosts(TaskCoroutine task) {
    return false;
  }

  @Override
  protected boolean isTerminated() {
    return true;
  }

  @Override
  public String toString() {
    return loop.toString();
  }
}
