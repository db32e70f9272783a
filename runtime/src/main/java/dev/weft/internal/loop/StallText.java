package dev.weft.internal.loop;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people are told of a step that holds a thread which serves others. */
public final class StallText {

  private StallText() {}

  /** Logs a warning. */
  public static void log(String text) {
    System.getLogger("dev.weft.EventLoop").log(System.Logger.Level.WARNING, text);
  }

  /** While it does, with the thread's stack. */
  public static String held(
      String thread,
      Duration time,
      StackTraceElement line,
      @Nullable Object task,
      List<StackTraceElement> stack) {
    var text = new StringBuilder();
    text.append(thread).append(" has been held for ").append(time.toMillis()).append(" ms by ");
    text.append(holder(line, task));
    text.append("; what blocks or computes for long belongs in Weft.blocking, or on a pool");
    stack.forEach(call -> text.append(System.lineSeparator()).append("\tat ").append(place(call)));
    return text.toString();
  }

  /** When it is over: one line. */
  public static String over(
      String thread, Duration time, StackTraceElement line, @Nullable Object task) {
    return thread
        + " is free again, after "
        + time.toMillis()
        + " ms; it was held by "
        + holder(line, task);
  }

  private static String holder(StackTraceElement line, @Nullable Object task) {
    String name = task instanceof Coroutine coroutine ? name(coroutine) : "";
    return place(line) + (name.isEmpty() ? "" : " in coroutine" + name);
  }

  /**
   * Without the loader, which the JVM leaves out of an exception's trace, and not of a thread's.
   */
  private static StackTraceElement place(StackTraceElement call) {
    return new StackTraceElement(
        call.getClassName(), call.getMethodName(), call.getFileName(), call.getLineNumber());
  }

  /** Number and name, each where it is known. */
  private static String name(Coroutine coroutine) {
    ObservedCoroutine known = coroutine.observed();
    String name = coroutine.name();
    return (known == null ? "" : " #" + known.number()) + (name == null ? "" : " \"" + name + "\"");
  }
}
