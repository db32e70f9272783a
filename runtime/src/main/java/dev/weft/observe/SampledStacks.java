package dev.weft.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The stacks that were sampled, with the time that each has taken. Guarded by itself. */
final class SampledStacks {

  /** How many calls of a stack are kept, the innermost. */
  private static final int LIMIT = 1000;

  /** Its class has no name, so that it is no call. */
  private static final String STATE = "";

  private final Map<List<StackTraceElement>, Long> nanos = new HashMap<>();

  /** What stands on top of a stack without being a call. */
  static StackTraceElement state(String text) {
    return new StackTraceElement(STATE, text, null, -1);
  }

  /**
   * Counts a stack.
   *
   * @param stack its calls, the innermost first
   */
  synchronized void add(List<StackTraceElement> stack, long time) {
    List<StackTraceElement> kept = stack.subList(0, Math.min(stack.size(), LIMIT));
    var unused = nanos.merge(List.copyOf(kept), time, Long::sum);
  }

  /** See {@link StackSampler#running}. */
  synchronized String folded(boolean withLines) {
    var lines = new TreeMap<String, Long>();
    nanos.forEach((stack, time) -> lines.merge(line(stack, withLines), time, Long::sum));
    var text = new StringBuilder();
    lines.forEach(
        (stack, time) ->
            text.append(stack)
                .append(' ')
                .append(Math.max(1, TimeUnit.NANOSECONDS.toMicros(time)))
                .append('\n'));
    return text.toString();
  }

  private static String line(List<StackTraceElement> stack, boolean withLines) {
    var calls = new ArrayList<String>();
    for (int i = stack.size() - 1; i >= 0; i--) {
      calls.add(name(stack.get(i), withLines));
    }
    return String.join(";", calls);
  }

  /** With slashes, by which these tools know Java. */
  private static String name(StackTraceElement call, boolean withLines) {
    if (call.getClassName().equals(STATE)) {
      return "(" + call.getMethodName() + ")";
    }
    String name = call.getClassName().replace('.', '/') + "." + call.getMethodName();
    return withLines && call.getLineNumber() > 0 ? name + ":" + call.getLineNumber() : name;
  }
}
