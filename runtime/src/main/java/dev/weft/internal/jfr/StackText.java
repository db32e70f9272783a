package dev.weft.internal.jfr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logical stacks as text: one call a line, as in a stack trace. */
final class StackText {

  private StackText() {}

  /** The innermost {@code depth} of {@code calls}; null if there are none. */
  static @Nullable String of(List<StackTraceElement> calls, int depth) {
    if (calls.isEmpty()) {
      return null;
    }
    var text = new StringBuilder();
    for (StackTraceElement each : calls.subList(0, Math.min(depth, calls.size()))) {
      text.append(text.isEmpty() ? "" : "\n").append(each);
    }
    if (calls.size() > depth) {
      text.append("\n... ").append(calls.size() - depth).append(" more");
    }
    return text.toString();
  }
}
