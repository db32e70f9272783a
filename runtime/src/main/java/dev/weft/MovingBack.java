package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a task method that has moved to another scheduler and the caller that awaits
 * its task: it takes the coroutine back to where the caller was, and hands on the result.
 *
 * <p>{@code await(m())} is compiled into a call of {@code m}'s body, in the caller's coroutine; a
 * task that is awaited later is a coroutine of its own, whose moving does not concern the caller.
 * Both are to leave the caller where it is.
 *
 * <p>If the caller's scheduler refuses to take the coroutine back, or it is cancelled on its way,
 * the caller meets that, where it is; a failure of the task is suppressed in it.
 */
final class MovingBack extends Frame {

  private static final int BACK = 1;

  private final CoroutineTask<?> task;
  private final @Nullable Scheduler home;
  private @Nullable Object result;
  private @Nullable Throwable failure;

  MovingBack(CoroutineTask<?> task, @Nullable Scheduler home) {
    this.task = task;
    this.home = home;
  }

  @Override
  protected int resume(Carrier carrier) {
    if (state == BACK) {
      meetFailureOfMoving(carrier);
    } else {
      takeResult(carrier);
      state = BACK;
      moveBack(carrier);
    }
    if (carrier.isUnwinding()) {
      carrier.linkAgain(this);
      return carrier.unwinding;
    }
    handOn(carrier);
    return 0;
  }

  private void takeResult(Carrier carrier) {
    try {
      result = carrier.takeObject();
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  private void moveBack(Carrier carrier) {
    Scheduler now = task.scheduler();
    if (now == home) {
      return;
    }
    if (home != null) {
      new Moving(task, home).begin(carrier);
      return;
    }
    if (now instanceof EventLoop loop) { // the caller goes on wherever what it awaits is done
      loop.release(task);
    }
    task.moveTo(null);
  }

  private void meetFailureOfMoving(Carrier carrier) {
    try {
      carrier.takeVoid();
    } catch (Throwable thrown) {
      if (failure != null && failure != thrown) {
        thrown.addSuppressed(failure);
      }
      failure = thrown;
    }
  }

  private void handOn(Carrier carrier) {
    if (failure != null) {
      carrier.deliver(failure);
    } else {
      carrier.putObject(result);
    }
  }
}
