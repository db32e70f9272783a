package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine's way from one scheduler to another.
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
    descriptor = "(Ldev/weft/Scheduler;)V",
    file = "Weft.java",
    points = {})
final class Moving extends Operation {

  private final CoroutineTask<?> task;
  private final @Nullable Scheduler from;
  private final Scheduler to;

  /** Written by who has claimed the wake-up, read in the coroutine. */
  private boolean moved;

  Moving(CoroutineTask<?> task, Scheduler to) {
    this.task = task;
    this.from = task.scheduler();
    this.to = to;
  }

  void begin(Carrier carrier) {
    suspend(carrier);
  }

  @Override
  protected void start() {
    if (!claim()) {
      return; // cancelled: it stays where it is
    }
    moved = true;
    if (from instanceof EventLoop loop) {
      loop.release(task);
    }
    insertBehindTask(new MovingBack(task, from));
    task.moveTo(to);
    wakeClaimed();
  }

  @Override
  protected void goOn(Carrier carrier) {
    if (to instanceof EventLoop loop) {
      loop.adopt(task);
    }
    carrier.putVoid();
  }

  /** Cancelled before it moved, or refused after; else {@link #goOn} runs. */
  @Override
  protected void failed() {
    if (moved) {
      task.moveTo(from);
      if (from instanceof EventLoop loop) {
        loop.adopt(task);
      }
    }
  }

  @Override
  protected void abandon() {
    // nothing is to be given up: either it has not begun to move, or it is woken
  }
}
