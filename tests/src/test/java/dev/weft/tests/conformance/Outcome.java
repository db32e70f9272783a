package dev.weft.tests.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What can be seen of one run of a program.
 *
 * @param trace what it logged
 * @param end its result, or what it threw
 */
record Outcome(List<String> trace, String end) {

  /** Runs {@code program} and takes down what it does. */
  static Outcome of(Probe probe, Callable<?> program) {
    try {
      return of(probe, program.call(), null);
    } catch (Throwable failure) {
      return of(probe, null, failure);
    }
  }

  /** What was seen of a run that has ended. */
  static Outcome of(Probe probe, Object result, Throwable failure) {
    if (failure instanceof LinkageError broken) {
      throw broken; // no program's doing: the test must fail with its trace
    }
    String end = failure == null ? "returned " + render(result) : "threw " + describe(failure);
    return new Outcome(probe.trace(), end);
  }

  private static String describe(Throwable failure) {
    var text = new StringBuilder(failure.getClass().getName() + ": " + failure.getMessage());
    for (Throwable suppressed : failure.getSuppressed()) {
      text.append(", suppressing ").append(describe(suppressed));
    }
    return text.toString();
  }

  /** A value as text that tells apart all values of primitive and array types. */
  static String render(Object value) {
    if (value == null) {
      return "null";
    }
    String type = value.getClass().getSimpleName();
    if (value instanceof Double number) {
      return type + " " + number + " " + Long.toHexString(Double.doubleToRawLongBits(number));
    }
    if (value instanceof Float number) {
      return type + " " + number + " " + Integer.toHexString(Float.floatToRawIntBits(number));
    }
    if (value.getClass().isArray()) {
      String inBrackets = Arrays.deepToString(new Object[] {value});
      return type + " " + inBrackets.substring(1, inBrackets.length() - 1);
    }
    return value instanceof String text ? text : type + " " + value;
  }
}
