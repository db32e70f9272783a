package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
import dev.weft.runtime.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine's way from one scheduler to another.
 *
 * <p>It is suspended on the old one's thread, wakes at once on the new one, and only there counts
 * as belonging to it, if that is an event loop. If the new one rejects it, it goes back to the old
 * one and meets the rejection.
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
    if (from instanceof EventLoop loop) {
      loop.release(task);
    }
    insertBehindTask(new MovingBack(task, from));
    task.moveTo(to);
    boolean unused = wake();
  }

  @Override
  protected void goOn(Carrier carrier) {
    if (to instanceof EventLoop loop) {
      loop.adopt(task);
    }
    carrier.putVoid();
  }

  @Override
  protected void failed() {
    task.moveTo(from);
    if (from instanceof EventLoop loop) {
      loop.adopt(task);
    }
  }

  @Override
  protected void abandon() {
    // it is woken in any case
  }
}
