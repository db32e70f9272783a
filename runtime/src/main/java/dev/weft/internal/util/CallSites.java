package dev.weft.internal.util;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the user's call into Weft, for messages. */
public final class CallSites {

  private CallSites() {}

  /** {@code " (at Owner.method(File.java:12))"}, or nothing if unknown. */
  public static String atCaller() {
    return at(element -> true);
  }

  /**
   * {@link #atCaller} where that may be what the weaver has put in a user's method's place, which
   * has no line: who calls that.
   */
  public static String atCallerOfMethod() {
    String written = at(CallSites::hasLine);
    return written.isEmpty() ? atCaller() : written;
  }

  /**
   * {@link #atCaller} where what has been begun has to be done: nothing, too, if there is not
   * enough memory or stack to find out.
   */
  public static String atCallerIfPossible() {
    try {
      return atCaller();
    } catch (OutOfMemoryError | StackOverflowError unknown) {
      return "";
    }
  }

  /** What the caller of a method that would block an event loop is to do instead. */
  public static String adviceToSuspend() {
    String caller = innermost(CallSites::hasLine).map(StackTraceElement::getMethodName).orElse("");
    return switch (caller) {
      case "<init>" ->
          "; a constructor cannot suspend: await in a static @Async method that makes the object,"
              + " and give the result to the constructor";
      case "<clinit>" ->
          "; a static initializer cannot suspend: await in an @Async method, when the value is"
              + " first needed";
      default -> "; call it from an @Async method, or start it with Weft.start";
    };
  }

  private static boolean hasLine(StackTraceElement element) {
    return element.getLineNumber() >= 0;
  }

  private static String at(Predicate<StackTraceElement> wanted) {
    return innermost(wanted).map(element -> " (at " + element + ")").orElse("");
  }

  private static Optional<StackTraceElement> innermost(Predicate<StackTraceElement> wanted) {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .filter(element -> !isOwn(element.getClassName()) && !isPlatform(element))
                    .filter(wanted)
                    .findFirst());
  }

  /** The user's call in a trace that was made inside Weft, or nothing if unknown. */
  public static String of(Throwable made) {
    for (StackTraceElement element : made.getStackTrace()) {
      if (!isOwn(element.getClassName()) && !isPlatform(element)) {
        return element.toString();
      }
    }
    return "";
  }

  /** The innermost call that is neither of the JDK nor of Weft; the innermost one if all are. */
  public static StackTraceElement ofUser(List<StackTraceElement> calls) {
    return calls.stream()
        .filter(call -> !isPlatform(call) && !isOwn(call.getClassName()))
        .findFirst()
        .or(() -> calls.stream().findFirst())
        .orElse(new StackTraceElement("?", "?", null, -1));
  }

  /** Whether a class is one of the API or the engine, by its binary name. */
  public static boolean isOwn(String className) {
    return className.startsWith("dev.weft.")
        && (className.indexOf('.', 9) < 0
            || className.startsWith("dev.weft.concurrent.")
            || className.startsWith("dev.weft.internal.")
            || className.startsWith("dev.weft.io.")
            || className.startsWith("dev.weft.spi.")
            || className.startsWith("dev.weft.woven."));
  }

  /** Whether a call is in the JDK. */
  public static boolean isPlatform(StackTraceElement call) {
    String module = call.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }
}
