package dev.weft.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.ObservedCoroutine;
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

  private final Map<Thread, ThreadStack> live = new HashMap<>();

  /** What is on the stack of {@code thread}, as it was when it was first asked for here. */
  ThreadStack of(Thread thread) {
    return live.computeIfAbsent(thread, each -> ThreadStack.of(each.getStackTrace()));
  }

  /** The calls of a coroutine that runs on {@code thread}; null if that has made no step of it. */
  @Nullable List<StackTraceElement> calls(Thread thread, Coroutine runs) {
    ThreadStack stack = of(thread);
    if (!stack.isInStep()) {
      return stack.isUndriven() && runs.leaf() == null ? stack.calls() : null;
    }
    return stack.resumed() == null ? stack.calls() : callsOf(runs, stack);
  }

  /**
   * The calls of {@code stack}, with the callers that are suspended, if it may be one of {@code
   * runs}: there is a frame in its chain of the class that the driver has resumed.
   */
  static @Nullable List<StackTraceElement> callsOf(Coroutine runs, ThreadStack stack) {
    ObservedCoroutine known = runs.observed();
    Frame leaf = runs.leaf();
    Frame resumed = known == null ? null : known.resumed();
    Frame found = find(leaf, stack.resumed());
    if (found == null) {
      found = find(resumed, stack.resumed());
    }
    if (found == null && leaf == null && resumed != null) {
      found = find(resumed.caller(), stack.resumed()); // the leaf is done, its callers run
    }
    return found == null ? null : join(stack.calls(), found);
  }

  private static @Nullable Frame find(@Nullable Frame leaf, @Nullable String type) {
    for (Frame each = leaf; each != null; each = each.caller()) {
      if (each.getClass().getName().equals(type)) {
        return each;
      }
    }
    return null;
  }

  /** What is on the stack, and in the chain behind the frame that was resumed. */
  private static List<StackTraceElement> join(List<StackTraceElement> onStack, Frame resumed) {
    var all = new ArrayList<StackTraceElement>();
    for (StackTraceElement each : onStack) {
      all.add(ThreadStack.isResumption(each) ? method(FrameSnapshot.place(resumed)) : each);
    }
    boolean isOnStack = ThreadStack.isFrame(resumed.getClass().getName());
    all.addAll(FrameSnapshot.places(isOnStack ? resumed.caller() : resumed));
    return all;
  }

  /** A call of which is not known where in its method it is. */
  private static StackTraceElement method(StackTraceElement place) {
    return new StackTraceElement(
        place.getClassName(), place.getMethodName(), place.getFileName(), -1);
  }
}
