package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.util.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WaitQueue} for something that one holds alone: where that one has taken it, and what
 * those are told who take it twice, or give back what is not theirs.
 */
abstract class OwnedQueue extends WaitQueue {

  /**
   * Where it was taken, if that was kept. By the owner; others read it for messages.
   *
   * <p>Whoever takes it finds the line before, and calls nothing after: the stack may be at its
   * end.
   */
  @Nullable String line;

  /** What is owned, in words. */
  private final String what;

  OwnedQueue(String what) {
    this.what = what;
  }

  /** The {@linkplain Callers#identity identity} of the owner; null if nobody owns it. Volatile. */
  abstract @Nullable Object owner();

  // ---- by the owner ----

  /** The line of the call that is about to take it, if it is to be kept. */
  static @Nullable String lineOfTaking() {
    return Callers.keepsLines() ? Callers.lineToKeep() : null;
  }

  @Override
  void obtained(long amount, Frame waited) {
    if (Callers.keepsLines() || line != null) {
      line = Callers.lineToKeep(waited);
    }
  }

  // ---- by anybody ----

  /**
   * What is thrown where {@code caller}, who owns it, would wait for it.
   *
   * @param call the method that is called
   * @param advice what to do
   */
  final IllegalStateException waitsForItself(Object caller, Call call, String advice) {
    return new IllegalStateException(
        call
            + CallSites.atCaller()
            + " would wait for itself: "
            + Callers.name(caller)
            + " holds "
            + what
            + " already, taken"
            + Callers.at(line)
            + "; "
            + advice);
  }

  /**
   * What is thrown where the caller does not own what it has to.
   *
   * @param method the method that is called
   */
  final IllegalMonitorStateException notOwned(String method) {
    Object other = owner();
    String held =
        other == null
            ? "nobody holds it"
            : Callers.name(other) + " holds it, taken" + Callers.at(line);
    return new IllegalMonitorStateException(
        method
            + CallSites.atCaller()
            + " is for the coroutine that holds "
            + what
            + ", and this one does not: "
            + held);
  }
}
