package dev.weft.internal.tasks;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.InitialFrame;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Describes tasks: how they ended, or where they stand and what they wait for. For looking, from
 * any thread: what runs on meanwhile may be told as it was.
 */
final class TaskDescription {

  private TaskDescription() {}

  static String of(TaskCoroutine task) {
    String name = named(task);
    if (task.isDone()) {
      return ended(task, name);
    }
    String waitsFor = waitsFor(task.waitingFor());
    return "Task["
        + name
        + standing(task)
        + (waitsFor.isEmpty() ? "" : ", waits for " + waitsFor)
        + "]";
  }

  static String of(Promise task) {
    return task.isDone() ? ended(task, "") : "Task[pending]";
  }

  private static String named(TaskCoroutine task) {
    String name = task.name();
    return name == null ? "" : name + ": ";
  }

  private static String ended(Completion task, String name) {
    Throwable failure = task.peekFailure();
    if (failure == null) {
      return "Task[" + name + "succeeded]";
    }
    return failure instanceof CancellationException
        ? "Task[" + name + "cancelled]"
        : "Task[" + name + "failed: " + text(failure) + "]";
  }

  /** Not {@code toString} alone: that is the user's, and may throw. */
  private static String text(Throwable failure) {
    try {
      return failure.toString();
    } catch (Throwable unreadable) {
      return failure.getClass().getName();
    }
  }

  private static String standing(TaskCoroutine task) {
    Frame at = task.leaf(); // once: another thread may be resuming this
    if (at instanceof InitialFrame) {
      return "not started";
    }
    return at == null ? "running" : "at " + FrameSnapshot.whereInnermost(at);
  }

  /** Of another task only where it stands, not what that one waits for: chains are long. */
  private static String waitsFor(@Nullable Object event) {
    if (event == null || event instanceof Frame) {
      return ""; // a call of ours that waits is where it stands
    }
    if (event instanceof TaskCoroutine task) {
      return "the task " + named(task) + (task.isDone() ? "that is done" : standing(task));
    }
    return event instanceof Promise ? "a completer" : event.toString();
  }
}
