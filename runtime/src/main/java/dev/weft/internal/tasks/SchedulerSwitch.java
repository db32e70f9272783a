package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The suspending operation {@code switchTo}: moves a coroutine from one scheduler to another.
 *
 * <h2>Protocol</h2>
 *
 * <p>The coroutine is suspended on the old scheduler's thread. There the move {@linkplain #claim
 * claims} its wake-up: only whoever has that may change where the coroutine belongs, so nobody else
 * can dispatch it meanwhile. It wakes on the new scheduler, and only there counts as belonging to
 * it, if that is an event loop.
 *
 * <table>
 * <caption>What may come between</caption>
 * <tr><td>cancelled before the claim</td><td>nothing has moved: it meets the cancellation on the
 *     old scheduler</td></tr>
 * <tr><td>cancelled after the claim</td><td>it moves, and meets the cancellation at its next
 *     suspension point, on the new one</td></tr>
 * <tr><td>the new one refuses</td><td>it goes back to the old one, and meets the refusal on the
 *     thread where it was suspended</td></tr>
 * </table>
 */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "switchTo",
    descriptor = "(Ldev/weft/spi/Scheduler;)V",
    file = "Weft.java",
    points = {})
public final class SchedulerSwitch extends OperationFrame {

  private final TaskCoroutine task;
  private final @Nullable Scheduler from;
  private final Scheduler to;

  /** Written by who has claimed the wake-up, read in the coroutine. */
  private boolean moved;

  /** Why the wake-up was claimed, but nothing has moved; written as {@code moved} is. */
  private @Nullable Throwable broken;

  public SchedulerSwitch(TaskCoroutine task, Scheduler to) {
    this.task = task;
    this.from = task.scheduler();
    this.to = to;
  }

  public void begin(Carrier carrier) {
    suspend(carrier);
  }

  /** Whether the coroutine has left, even if it had to come back. In the coroutine. */
  boolean hasMoved() {
    return moved;
  }

  @Override
  protected void start() {
    var back = new SwitchBack(task, from); // there may be no memory, and nothing is claimed yet
    if (!claim()) {
      return; // cancelled: it stays where it is
    }
    try {
      insertBehindTask(back);
      leave();
      task.moveTo(to);
      moved = true;
    } catch (Throwable failure) {
      broken = failure; // met in the coroutine, which only this wakes
    } finally {
      wakeClaimed();
    }
  }

  /** From here on the old loop's end does not concern the coroutine. */
  private void leave() {
    if (from instanceof HostScheduler host) {
      host.release(task);
    }
  }

  private void comeBack() {
    task.moveTo(from);
    if (from instanceof HostScheduler host) {
      host.adopt(task);
    }
  }

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    if (broken != null) {
      comeBack();
      throw broken;
    }
    if (to instanceof HostScheduler host) {
      host.adopt(task);
    }
    carrier.putVoid();
  }

  /** Cancelled before it moved, or refused after; else {@link #proceed} runs. */
  @Override
  protected void failed() {
    if (moved || broken != null) {
      comeBack();
    }
  }

  @Override
  protected void abandon() {
    // nothing is to be cancelled: either it has not begun to move, or it is woken
  }
}
