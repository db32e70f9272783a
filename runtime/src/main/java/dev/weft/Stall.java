package dev.weft;

import dev.weft.internal.util.CallSites;
import java.time.Duration;
import java.util.List;

/**
 * A step that has held an event loop for too long, while it still does.
 *
 * @param loop the loop
 * @param held for how long at least
 * @param line the coroutine's line: the innermost call on the stack that is neither the JDK's nor
 *     Weft's; where there is none, the innermost call
 * @param stack what the loop's thread was doing, innermost first
 */
public record Stall(
    EventLoop loop, Duration held, StackTraceElement line, List<StackTraceElement> stack) {

  static Stall of(EventLoop loop, long nanos, StackTraceElement[] stack) {
    List<StackTraceElement> calls = List.of(stack);
    return new Stall(loop, Duration.ofNanos(nanos), CallSites.ofUser(calls), calls);
  }

  /** A warning for people, with the stack. */
  public String describe() {
    var text = new StringBuilder();
    text.append(loop)
        .append(" has been held for ")
        .append(held.toMillis())
        .append(" ms by ")
        .append(line)
        .append("; what blocks or computes for long belongs in EventLoop.offload, or on a pool");
    stack.forEach(call -> text.append(System.lineSeparator()).append("\tat ").append(call));
    return text.toString();
  }
}
