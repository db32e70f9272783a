package dev.weft;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.util.CallSites;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that has held an event loop for too long.
 *
 * @param loop the loop
 * @param held for how long: at least so far, or altogether where it is told that the step is over
 * @param line the coroutine's line: the innermost call on the stack that is neither the JDK's nor
 *     Weft's; where there is none, the innermost call
 * @param stack what the loop's thread was doing when it was noticed, innermost first
 * @param task the coroutine whose step it is; null if it is none's. Whoever keeps this keeps that
 */
public record Stall(
    EventLoop loop,
    Duration held,
    StackTraceElement line,
    List<StackTraceElement> stack,
    @Nullable Task<?> task) {

  static Stall of(EventLoop loop, long nanos, StackTraceElement[] stack, @Nullable Coroutine runs) {
    List<StackTraceElement> calls = List.of(stack);
    Task<?> task = runs instanceof Task<?> known ? known : null;
    return new Stall(loop, Duration.ofNanos(nanos), CallSites.ofUser(calls), calls, task);
  }

  /** The same step when it is over. */
  Stall after(long nanos) {
    return new Stall(loop, Duration.ofNanos(nanos), line, stack, task);
  }

  /** A warning for people while the step goes on, with the stack. */
  public String describe() {
    var text = new StringBuilder();
    text.append(loop)
        .append(" has been held for ")
        .append(held.toMillis())
        .append(" ms by ")
        .append(holder())
        .append("; what blocks or computes for long belongs in EventLoop.offload, or on a pool");
    stack.forEach(call -> text.append(System.lineSeparator()).append("\tat ").append(call));
    return text.toString();
  }

  /** What people are told when the step is over: one line. */
  public String describeEnd() {
    return loop + " is free again, after " + held.toMillis() + " ms; it was held by " + holder();
  }

  private String holder() {
    String name = name();
    return line + (name.isEmpty() ? "" : " in coroutine" + name);
  }

  /** Number and name, each where it is known. */
  private String name() {
    if (!(task instanceof Coroutine coroutine)) {
      return "";
    }
    ObservedCoroutine known = coroutine.observed();
    String name = coroutine.name();
    return (known == null ? "" : " #" + known.number()) + (name == null ? "" : " \"" + name + "\"");
  }
}
