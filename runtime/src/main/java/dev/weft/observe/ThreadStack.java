package dev.weft.observe;

import dev.weft.internal.util.CallSites;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stack of a thread says by itself of the step that the thread was making at that instant.
 *
 * @param calls the user's calls in it, and those of the JDK, the innermost first; what drives
 *     coroutines and runs event loops is left out
 * @param isInStep whether it was in a step of a coroutine, made by the driver
 * @param resumed the class of the frame that the driver has resumed; null if the step is a first
 *     one, all of whose calls are here
 */
record ThreadStack(List<StackTraceElement> calls, boolean isInStep, @Nullable String resumed) {

  private static final String ENGINE = "dev.weft.internal.engine.";
  private static final String DRIVER = ENGINE + "Driver";
  private static final String COROUTINE = ENGINE + "Coroutine";
  private static final String BEGINNING = ENGINE + "InitialFrame";

  /** Below what these call nothing belongs to a coroutine. */
  private static final Set<String> LOOP =
      Set.of("dev.weft.internal.loop.ReadyQueue", "dev.weft.internal.loop.LoopRunner");

  private static final ThreadStack NONE = new ThreadStack(List.of(), false, null);

  /** Whether it has calls of the user's that no driver has made: a first run, perhaps. */
  boolean isUndriven() {
    return !isInStep && !calls.isEmpty();
  }

  /** Reads a stack, the innermost call first. */
  static ThreadStack of(StackTraceElement[] stack) {
    var calls = new ArrayList<StackTraceElement>();
    boolean isUsers = false;
    String inner = ""; // the class of the call before
    String driven = ""; // that of the last one that was not the driver's
    for (StackTraceElement each : stack) {
      String type = each.getClassName();
      if (type.equals(COROUTINE) && inner.equals(DRIVER)) {
        return new ThreadStack(calls, true, driven.equals(BEGINNING) ? null : driven);
      }
      if (isUsers && LOOP.contains(type)) {
        break;
      }
      boolean isHidden = type.contains("$$Lambda"); // between the user's calls
      if (!CallSites.isOwn(type)
          && !isHidden
          && !(isResumption(each) && isUsersCall(inner, calls))) {
        calls.add(plain(each));
        isUsers |= !CallSites.isPlatform(each);
      }
      if (!type.equals(DRIVER)) {
        driven = type;
      }
      inner = type;
    }
    return isUsers ? new ThreadStack(calls, false, null) : NONE;
  }

  /** Whether the call before is the last of these, so that what it was called by adds nothing. */
  private static boolean isUsersCall(String inner, List<StackTraceElement> calls) {
    return !calls.isEmpty() && calls.get(calls.size() - 1).getClassName().equals(inner);
  }

  /** Without class loader and module, as those of suspended calls are. */
  private static StackTraceElement plain(StackTraceElement call) {
    return new StackTraceElement(
        call.getClassName(), call.getMethodName(), call.getFileName(), call.getLineNumber());
  }

  /** Whether this is a frame's own method, which stands behind the method that it resumes. */
  static boolean isResumption(StackTraceElement call) {
    return isFrame(call.getClassName()) && call.getMethodName().equals("resume");
  }

  /** Whether a class is a frame that the weaver has made. */
  static boolean isFrame(String type) {
    return type.endsWith("$Frame");
  }
}
