package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.UninterruptibleFrame;
import dev.weft.internal.util.Suppression;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The frame between a task method that has switched to another scheduler and the caller that awaits
 * its task: it switches back to where the caller was, and hands on the result.
 *
 * <p>{@code await(m())} is compiled into a call of {@code m}'s body, in the caller's coroutine; a
 * task that is awaited later is a coroutine of its own, whose moving does not concern the caller.
 * Both are to leave the caller where it is.
 *
 * <table>
 * <caption>What may come between</caption>
 * <tr><td>cancelled before the move</td><td>the move begins again: the caller gets the result at
 *     home, and meets the cancellation at its next suspension point</td></tr>
 * <tr><td>cancelled on its way</td><td>the same</td></tr>
 * <tr><td>home refuses</td><td>the caller meets the refusal where the task ended; a failure of the
 *     task is suppressed in it, a result that can be closed is closed</td></tr>
 * <tr><td>home had refused before</td><td>the coroutine belongs to an {@linkplain HostScheduler#isTerminated terminated one}, which has
 *     no thread to go to: the result is handed on where it is</td></tr>
 * </table>
 */
final class SwitchBack extends UninterruptibleFrame {

  private static final int BACK = 1;

  private final TaskCoroutine task;
  private final @Nullable Scheduler home;
  private @Nullable Object result;
  private @Nullable Throwable failure;
  private @Nullable SchedulerSwitch move;

  /** Whether the move itself has failed before; a second time it is given up. */
  private boolean hadFailed;

  SwitchBack(TaskCoroutine task, @Nullable Scheduler home) {
    this.task = task;
    this.home = home;
  }

  @Override
  protected int resume(Carrier carrier) {
    if (state == BACK) {
      arrive(carrier);
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
    if (home != null && !(home instanceof HostScheduler host && host.isTerminated())) {
      try {
        move = new SchedulerSwitch(task, home);
        move.begin(carrier);
      } catch (Throwable thrown) {
        fail(thrown);
      }
      return;
    }
    if (now instanceof HostScheduler host && !host.isTerminated()) {
      host.release(task); // the caller goes on wherever what it awaits is done
    }
    task.moveTo(home);
  }

  private void arrive(Carrier carrier) {
    try {
      carrier.takeVoid();
    } catch (Throwable thrown) {
      interrupted(thrown, carrier);
      return;
    }
    if (metFailure() != null) {
      fail(thrown(carrier));
    } else {
      putOff(carrier);
    }
  }

  private void interrupted(Throwable thrown, Carrier carrier) {
    meet(thrown, carrier);
    boolean fails = !carrier.isFromOutside(thrown);
    if ((fails && hadFailed) || (move != null && move.hasMoved())) {
      fail(thrown(carrier));
    } else {
      hadFailed |= fails;
      moveBack(carrier); // nothing has moved, and what has been met is pending no more
    }
  }

  /** The caller meets {@code thrown} in place of what the task gave. */
  private void fail(Throwable thrown) {
    if (failure != null) {
      Suppression.add(thrown, failure);
    }
    Object unused = result;
    result = null;
    failure = thrown;
    Deadline.closeLate(unused, thrown);
  }

  private void handOn(Carrier carrier) {
    if (failure != null) {
      carrier.deliver(failure);
    } else {
      carrier.putObject(result);
    }
  }
}
