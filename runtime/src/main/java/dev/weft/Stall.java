package dev.weft;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.loop.StallText;
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
    return StallText.held(loop.toString(), held, line, task, stack);
  }

  /** What people are told when the step is over: one line. */
  public String describeEnd() {
    return StallText.over(loop.toString(), held, line, task);
  }
}
