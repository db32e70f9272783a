package dev.weft.observe;

import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.util.CallSites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of coroutines that run: those on their thread's stack, then the callers that are still
 * suspended. Each thread is asked once for a dump.
 */
final class RunningStacks {

  private static final String DRIVER = "dev.weft.internal.engine.Driver";

  private final Map<Thread, List<StackTraceElement>> live = new HashMap<>();

  /**
   * The calls of one that runs on {@code thread}.
   *
   * @param resumed the frame that was resumed, or what is left of the chain
   */
  List<StackTraceElement> stack(Thread thread, @Nullable Frame resumed) {
    var all = new ArrayList<StackTraceElement>();
    for (StackTraceElement each : live.computeIfAbsent(thread, RunningStacks::liveCalls)) {
      StackTraceElement call = isResumption(each) ? resumedMethod(each, resumed) : each;
      if (call != null) {
        all.add(call);
      }
    }
    all.addAll(callersOf(all, FrameSnapshot.places(resumed)));
    return all;
  }

  /**
   * The user's calls, and those of the JDK that these have made, above what drives them; none if
   * the thread is in no step any more.
   */
  private static List<StackTraceElement> liveCalls(Thread thread) {
    var calls = new ArrayList<StackTraceElement>();
    boolean isUsers = false;
    boolean isDriven = false;
    boolean isBelowUsers = false;
    for (StackTraceElement each : thread.getStackTrace()) {
      boolean isDriver = each.getClassName().equals(DRIVER);
      if (isUsers && isDriver) {
        break;
      }
      isDriven |= isDriver;
      boolean isCall = !CallSites.isOwn(each.getClassName());
      if (isCall && !(isBelowUsers && isResumption(each))) {
        calls.add(plain(each));
        isUsers |= !CallSites.isPlatform(each);
      }
      isBelowUsers = isCall;
    }
    return isDriven || isUsers ? calls : List.of(); // a task method begins without a driver
  }

  /** The method of a frame that was resumed; null if the coroutine has left it. */
  private static @Nullable StackTraceElement resumedMethod(
      StackTraceElement resumption, @Nullable Frame resumed) {
    for (Frame each = resumed; each != null; each = each.caller()) {
      if (each.getClass().getName().equals(resumption.getClassName())) {
        StackTraceElement place = FrameSnapshot.place(each);
        return new StackTraceElement(
            place.getClassName(), place.getMethodName(), place.getFileName(), -1);
      }
    }
    return null;
  }

  /** Without class loader and module, as those of suspended calls are. */
  private static StackTraceElement plain(StackTraceElement call) {
    return new StackTraceElement(
        call.getClassName(), call.getMethodName(), call.getFileName(), call.getLineNumber());
  }

  /** Whether this is a frame's own method, which stands behind the method that it resumes. */
  private static boolean isResumption(StackTraceElement call) {
    return call.getClassName().endsWith("$Frame") && call.getMethodName().equals("resume");
  }

  /** What stands in the chain behind the outermost call that is on the stack. */
  private static List<StackTraceElement> callersOf(
      List<StackTraceElement> onStack, List<StackTraceElement> chain) {
    if (onStack.isEmpty()) {
      return List.of();
    }
    StackTraceElement outermost = onStack.get(onStack.size() - 1);
    for (int i = chain.size() - 1; i >= 0; i--) {
      StackTraceElement each = chain.get(i);
      if (each.getMethodName().equals(outermost.getMethodName())
          && each.getClassName().equals(outermost.getClassName())) {
        return chain.subList(i + 1, chain.size());
      }
    }
    return List.of();
  }
}
