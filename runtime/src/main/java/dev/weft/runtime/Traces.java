package dev.weft.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces that read as if nothing had been suspended: behind the calls that were on the stack
 * stand the suspended callers, then the driver that ran them.
 *
 * <p>For that the JVM has to spell out the calls on the stack, some microseconds for each exception
 * that leaves a resumed frame. {@code -Ddev.weft.callersInTraces=false} does without.
 */
final class Traces {

  private static final boolean COMPLETED =
      !"false".equals(System.getProperty("dev.weft.callersInTraces"));

  /** How many suspended callers a trace shows. */
  private static final int LIMIT = 1024;

  private static final String DRIVER = Driver.class.getName();

  private static final String CARRIER = Carrier.class.getName();

  /** The driver's methods that call a frame. */
  private static final Set<String> RESUMING = Set.of("resumeLeaf", "resumeCaller", "throwInto");

  private Traces() {}

  /**
   * Completes the trace of an exception that leaves a resumed frame.
   *
   * @param thrown leaves {@code frame}
   * @param frame the frame that was resumed
   * @param delivered what was thrown into {@code frame}, or null; if it is the same exception, the
   *     frame itself is missing from its trace
   * @param leaf whether {@code frame} was the first to be resumed, so that {@code delivered} came
   *     from outside the coroutine; a caller's was completed when it left the frame below
   * @return {@code thrown}
   */
  static Throwable withSuspendedCallers(
      Throwable thrown, Frame frame, @Nullable Throwable delivered, boolean leaf) {
    if (!COMPLETED) {
      return thrown;
    }
    try {
      if (thrown != delivered) {
        addCallers(thrown, frame.parent, frame);
      } else if (leaf) {
        addCallers(thrown, frame, null);
      }
    } catch (Throwable traceless) {
      return thrown; // better a short trace than a coroutine that never ends
    }
    return thrown;
  }

  /**
   * Adds a chain of callers.
   *
   * @param resumed before whose driver they belong; null for the end of the trace
   */
  private static void addCallers(Throwable thrown, @Nullable Frame first, @Nullable Frame resumed) {
    if (first == null) {
      return;
    }
    StackTraceElement[] live = thrown.getStackTrace();
    int at = resumed == null ? live.length : driverIn(live, resumed);
    boolean readable = at >= 0 && live.length > 0 && live.length < LIMIT;
    List<StackTraceElement> callers = readable ? callersFrom(first) : List.of();
    if (readable && Collections.indexOfSubList(Arrays.asList(live), callers) < 0) {
      thrown.setStackTrace(insert(live, at, callers));
    }
  }

  /**
   * Index just behind the coroutine's own calls: the resume method of the frame, or -1. A frame
   * that resumed its callees itself has their driver on its stack, too.
   */
  private static int driverIn(StackTraceElement[] trace, Frame resumed) {
    String frame = resumed.getClass().getName();
    for (int i = 0; i < trace.length; i++) {
      if (isDriver(trace[i])) {
        boolean known = i > 0 && trace[i - 1].getMethodName().equals("resume");
        boolean another = known && !trace[i - 1].getClassName().equals(frame);
        boolean nested = isNested(trace, i);
        if (!another || !nested) {
          return known ? i - 1 : i;
        }
      }
    }
    return -1;
  }

  /** Whether the driver at {@code index} was called by a frame that resumes its own callees. */
  private static boolean isNested(StackTraceElement[] trace, int index) {
    int i = index;
    while (i < trace.length && trace[i].getClassName().equals(DRIVER)) {
      i++;
    }
    return i < trace.length
        && trace[i].getClassName().equals(CARRIER)
        && trace[i].getMethodName().equals("resumeCallees");
  }

  private static boolean isDriver(StackTraceElement call) {
    return call.getClassName().equals(DRIVER) && RESUMING.contains(call.getMethodName());
  }

  private static List<StackTraceElement> callersFrom(Frame first) {
    var callers = new ArrayList<StackTraceElement>();
    for (Frame frame = first; frame != null && callers.size() < LIMIT; frame = frame.parent) {
      callers.add(FrameElements.of(frame));
    }
    return callers;
  }

  private static StackTraceElement[] insert(
      StackTraceElement[] trace, int at, List<StackTraceElement> added) {
    var all = new ArrayList<>(Arrays.asList(trace));
    all.addAll(at, added);
    return all.toArray(StackTraceElement[]::new);
  }
}
