package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.BlockingCoroutine;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.CallSites;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/** Who calls a synchronizer, and from which line. */
final class Callers {

  private static final boolean KEEPS_LINES = Callers.class.desiredAssertionStatus();

  /**
   * So many lines are kept where assertions are off, which costs a millisecond in all. Threads may
   * count some twice.
   */
  private static int linesToKeep = 1_000;

  private Callers() {}

  /**
   * Who owns what the caller takes: its coroutine, or for ordinary code, and the suspending methods
   * that it calls, the carrier of the thread.
   */
  static Object identity(Carrier carrier) {
    Coroutine running = carrier.coroutine();
    if (running == null) {
      return carrier;
    }
    return running instanceof BlockingCoroutine bridge ? bridge.caller() : running;
  }

  /** An owner in words. */
  static String name(@Nullable Object identity) {
    if (identity == null) {
      return "nobody";
    }
    return identity instanceof Coroutine ? identity.toString() : "ordinary code of a thread";
  }

  /**
   * Whether lines are kept. Asked before {@link #lineToKeep}, which is called often enough in the
   * beginning to be compiled by itself, with all it needs, and then is never compiled in.
   */
  static boolean keepsLines() {
    return KEEPS_LINES || linesToKeep > 0;
  }

  /** A lock, and who holds it, for whoever looks. */
  static WaitTarget heldBy(String lock, @Nullable Object identity) {
    if (identity instanceof Coroutine holder) {
      return WaitTarget.of(WaitTarget.Kind.LOCK, lock, holder);
    }
    String holder = identity == null ? "" : ", held by ordinary code of a thread";
    return WaitTarget.of(WaitTarget.Kind.LOCK, lock + holder);
  }

  /**
   * The line of the caller, where lines are kept and there is room to find it; else null. Throws
   * nothing: what it is kept for has been taken.
   */
  static @Nullable String lineToKeep() {
    return keepsLine() ? CallSites.atCallerIfPossible() : null;
  }

  /** The same for a call that was suspended. */
  static @Nullable String lineToKeep(Frame waited) {
    if (!keepsLine()) {
      return null;
    }
    Frame caller = waited.caller();
    if (caller == null) {
      return CallSites.atCallerIfPossible();
    }
    try {
      return " (at " + FrameSnapshot.of(caller).where() + ")";
    } catch (OutOfMemoryError | StackOverflowError unknown) {
      return null;
    }
  }

  /** Whether one more line is to be kept, and counts it. */
  private static boolean keepsLine() {
    boolean keeps = keepsLines();
    if (!KEEPS_LINES && keeps) {
      linesToKeep--;
    }
    return keeps;
  }

  /** Where something was taken, for a message. */
  static String at(@Nullable String line) {
    return line == null || line.isEmpty() ? " (run with -ea to see where)" : line;
  }

  /** Blocks ordinary code for {@code call}, which has no result, if that has unwound. */
  static void block(WovenCarrier carrier, Call call) {
    if (carrier.isUnwinding()) {
      checkMayBlock(carrier, call);
      carrier.blockVoid();
    }
  }

  /** The same for a call whose result is {@code result} if it has not unwound. */
  static boolean block(boolean result, WovenCarrier carrier, Call call) {
    if (!carrier.isUnwinding()) {
      return result;
    }
    checkMayBlock(carrier, call);
    return carrier.blockInt() != 0;
  }

  /**
   * Checks that ordinary code may be blocked by a call that has just unwound.
   *
   * @throws IllegalStateException on the thread of an event loop
   */
  static void checkMayBlock(WovenCarrier carrier, Call call) {
    if (!carrier.mayBlock()) {
      carrier.stopUnwinding();
      carrier.checkMayBlock(call + CallSites.atCaller(), CallSites.adviceToSuspend());
    }
  }
}
