package dev.weft.internal.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong where a woven class does not find what it was woven to call: a frame class
 * that a tool has left out, a member that this version of the runtime does not have, the body of a
 * class that is there unwoven. The JVM names something that nobody has written, and no way out.
 *
 * <p>Asked only where a failure leaves coroutines, or a frame; calls that work do not come here.
 */
public final class MissingParts {

  /** What the names of frame classes end with. */
  static final String FRAME = "$Frame";

  // No patterns: each failure comes here, and where the first has used up the stack, to compile
  // them
  // would fail, and this class with it, for all that come after.

  /** A member as the JVM names it: {@code 'void a.B.m(int)'}, or (JDK 21) {@code Class a.B ...}. */
  private static final String MEMBER =
      "(?:'(?:\\S+ )?([^\\s(]+)\\.[^\\s.(]+\\(.*\\)'|Class (\\S+) .*)";

  /** A field of frame classes; JDK 17 says no more than the name. */
  private static final String FIELD = "RECEIVERS_\\d+";

  private static final String CARRIER = "dev.weft.woven.WovenCarrier";

  private MissingParts() {}

  /**
   * The same failure, or one that says what is missing, in which class, and what to do.
   *
   * @param thrown whatever a body has thrown
   */
  public static Throwable explain(Throwable thrown) {
    if (!(thrown instanceof LinkageError error)) {
      return thrown;
    }
    try {
      return explain(error);
    } catch (Throwable noRoom) {
      return thrown; // better the JVM's words than a coroutine that never ends
    }
  }

  private static Throwable explain(LinkageError error) {
    StackTraceElement[] trace = error.getStackTrace();
    String missing = error.getMessage();
    if (trace.length == 0 || missing == null) {
      return error;
    }
    String reason = null;
    if (error instanceof NoClassDefFoundError) {
      reason = ofClass(trace[0], missing.replace('/', '.'));
    } else if (error instanceof NoSuchMethodError || error instanceof NoSuchFieldError) {
      reason = ofMember(trace[0], missing);
    }
    return reason == null
        ? error
        : explained(error, at(trace[0]) + " was woven by Weft, " + reason);
  }

  private static LinkageError explained(LinkageError error, String message) {
    String whole =
        message + " (" + error.getClass().getSimpleName() + ": " + error.getMessage() + ")";
    LinkageError explained =
        error instanceof NoClassDefFoundError
            ? new NoClassDefFoundError(whole)
            : new IncompatibleClassChangeError(whole);
    explained.initCause(error);
    explained.setStackTrace(error.getStackTrace()); // callers are added to it
    return explained;
  }

  private static @Nullable String ofClass(StackTraceElement at, String missing) {
    if (isRuntime(missing)) {
      return ofRuntime(missing);
    }
    return isFrame(missing, at)
        ? "which added the class "
            + missing
            + ", and that is not there: a tool has left it out, or removed it since. Deploy all"
            + " classes that weaving writes (*"
            + FRAME
            + "), and have tools that shrink or sort out classes keep them"
        : null;
  }

  private static @Nullable String ofMember(StackTraceElement at, String missing) {
    Matcher member = Pattern.compile(MEMBER).matcher(missing);
    boolean named = member.matches();
    if (!named) {
      return Pattern.compile(FIELD).matcher(missing).matches() ? otherBuild("*" + FRAME) : null;
    }
    String owner = member.group(1) == null ? member.group(2) : member.group(1);
    if (isFrame(owner, at)) {
      return otherBuild(owner);
    }
    if (isRuntime(owner)) {
      return ofRuntime(missing);
    }
    return missing.contains(CARRIER)
        ? "together with "
            + owner
            + ", which is there unwoven, or in another version. Deploy both as they were woven, or"
            + " weave again with what the program runs with"
        : null;
  }

  private static String otherBuild(String frame) {
    return "and the class "
        + frame
        + " beside it is of another build. Deploy both as one build has written them";
  }

  private static String ofRuntime(String missing) {
    return "and the weft-runtime that it runs with has no "
        + missing
        + ": it is of another version, or a tool has removed parts of it. Give what weaves and"
        + " weft-runtime one version, and have tools that shrink classes keep dev.weft.**";
  }

  private static boolean isRuntime(String name) {
    return name.startsWith("dev.weft.woven.") || name.startsWith("dev.weft.internal.");
  }

  /** Frames are named by class and method; see {@code AddedClassNames} of the transformer. */
  private static boolean isFrame(String name, StackTraceElement at) {
    return name.endsWith(FRAME)
        && name.startsWith(at.getClassName() + "$" + at.getMethodName() + "$");
  }

  /** {@code a.B.m(B.java:12)}: without the loader and the module, which say nothing here. */
  private static String at(StackTraceElement at) {
    String file = at.getFileName();
    String where = at.getClassName() + "." + at.getMethodName();
    if (file == null) {
      return where;
    }
    return where + "(" + file + (at.getLineNumber() > 0 ? ":" + at.getLineNumber() : "") + ")";
  }
}
