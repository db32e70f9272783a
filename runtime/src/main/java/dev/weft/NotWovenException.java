package dev.weft;

import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Exclusion;

/**
 * Thrown where a method would have to suspend but was not woven, so that it cannot. The message
 * names the method and says how to have it woven. It is no {@link IllegalStateException}, which a
 * program may expect for reasons of its own.
 */
public class NotWovenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotWovenException(String message) {
    super(message);
  }

  /** Explains why {@code what} cannot suspend at the place that called the API. */
  static NotWovenException at(String what) {
    StackTraceElement call =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .filter(element -> !CallSites.isOwn(element.getClassName()))
                        .findFirst())
            .orElse(null);
    String caller = call == null ? "an unknown method" : call.toString();
    String leftOut = call == null ? "" : Exclusion.by(call.getClassName());
    boolean isStatic = caller.contains(".<clinit>(");
    if (caller.contains(".<init>(") || isStatic) {
      return new NotWovenException(
          what
              + " would have to suspend in "
              + caller
              + ", but a constructor or static initializer cannot be a coroutine. "
              + (isStatic
                  ? "Keep the task there, and await it in the @Async methods that use it."
                  : "Move the call into an @Async factory method that calls the constructor with"
                      + " the results."));
    }
    return new NotWovenException(
        what
            + " would have to suspend in "
            + caller
            + ", but that method has not been woven"
            + (leftOut.isEmpty() ? howToWeave() : ": " + leftOut + ". Change the option."));
  }

  private static String howToWeave() {
    return ". It must be marked @Async (or be the lambda of an @Async interface method), and its"
        + " class must be woven: start the JVM with -javaagent:weft-agent.jar, or weave it"
        + " at build time with 'java -jar weft-transformer.jar weave -cp PATH IN OUT', where"
        + " PATH has all that it was compiled against, weft-runtime.jar too.";
  }
}
