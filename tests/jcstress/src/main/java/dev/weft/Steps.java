package dev.weft;

import dev.weft.spi.Scheduler;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps steps until somebody, on any thread, runs them. */
public final class Steps implements Scheduler {

  private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();

  @Override
  public void schedule(Runnable step) {
    ready.add(step);
  }

  /** Runs what is ready, and what becomes ready by that. */
  public void run() {
    for (Runnable step = ready.poll(); step != null; step = ready.poll()) {
      step.run();
    }
  }

  /** A coroutine that makes one call of a suspending method, and ends with what that returns. */
  public Task<Object> start(Object receiver, String method, Object... arguments) {
    return Weft.start(this, new Call(receiver, method, arguments));
  }

  /** What a task has come to, in a word; {@code done} where it has no result. */
  public static String end(Task<?> task) {
    if (!task.isDone()) {
      return "waits";
    }
    return switch (task.state()) {
      case SUCCESS -> task.resultNow() == null ? "done" : String.valueOf(task.resultNow());
      case CANCELLED -> "cancelled";
      default -> task.exceptionNow().getClass().getSimpleName();
    };
  }
}
