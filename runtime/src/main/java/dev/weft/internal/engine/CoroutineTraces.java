package dev.weft.internal.engine;

import dev.weft.internal.util.WeakIdentityMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completes stack traces so that they read as if nothing had been suspended: behind the calls that
 * were on the stack stand the suspended callers, then the driver that ran them.
 *
 * <p>{@code await} throws the very exception that a task or stage has failed with, so many
 * coroutines may throw one object, which has one trace. Each begins with what the trace was when
 * the task or stage failed, and adds its own callers; the last one to meet the failure is the one
 * whose callers are seen from then on. Whoever wants to keep what a coroutine sees has to print it
 * there, or wrap it.
 *
 * <p>For that the JVM has to spell out the calls on the stack, some microseconds for each exception
 * that leaves a resumed frame. {@code -Ddev.weft.callersInTraces=false} does without.
 */
final class CoroutineTraces {

  private static final boolean COMPLETED =
      !"false".equals(System.getProperty("dev.weft.callersInTraces"));

  /** How many suspended callers a trace shows. */
  private static final int LIMIT = 1024;

  private static final String DRIVER = Driver.class.getName();

  private static final String CARRIER = Carrier.class.getName();

  /** The driver's methods that call a frame. */
  private static final Set<String> RESUMING = Set.of("resumeLeaf", "resumeCaller", "throwInto");

  /** The traces of failures from outside, as they were before any coroutine's callers came in. */
  private static final WeakIdentityMap<Throwable, StackTraceElement[]> ORIGINALS =
      new WeakIdentityMap<>();

  private CoroutineTraces() {}

  /** Has this class initialized while there is stack: one that fails to be would stay so. */
  static void prepare() {}

  /** Keeps the trace of a failure that others may meet, before callers come into it. */
  static void remember(Throwable failure) {
    StackTraceElement[] trace = of(failure);
    if (trace != null) {
      try {
        var unused = ORIGINALS.putIfAbsent(failure, trace);
      } catch (Throwable noMemory) {
        return; // a trace too long is better than a coroutine that never ends
      }
    }
  }

  /** The trace of a failure that ends a coroutine, to be given to {@link #reset}. */
  static StackTraceElement @Nullable [] of(Throwable failure) {
    try {
      return COMPLETED ? failure.getStackTrace() : null;
    } catch (Throwable traceless) {
      return null;
    }
  }

  /**
   * Undoes what other coroutines have added to the trace of a failure that one is about to meet, so
   * that it shows this one's callers only.
   *
   * @param trace what the trace was when what was awaited failed; null if it had not been touched
   */
  static void reset(Throwable failure, StackTraceElement @Nullable [] trace) {
    if (!COMPLETED) {
      return;
    }
    try {
      StackTraceElement[] before = trace != null ? trace : ORIGINALS.get(failure);
      if (before != null) {
        failure.setStackTrace(before);
      }
    } catch (Throwable unchangeable) { // or there is no memory
      return; // a trace too long is better than a coroutine that never ends
    }
  }

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
      callers.add(FramePoints.of(frame).place());
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
