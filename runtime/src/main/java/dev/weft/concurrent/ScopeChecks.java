package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Suppression;
import org.jspecify.annotations.Nullable;

/** What is said of scopes, and of their use by those who may not. */
final class ScopeChecks {

  static final String NOT_CLOSED =
      " was not closed by the coroutine that opened it; open it in a try-with-resources statement";

  static final String SHOW_LINE = " (run with -ea to see where it was opened)";

  private ScopeChecks() {}

  /** Checks that {@code owner} calls, or a part of its body that has a coroutine of its own. */
  static void checkOwner(ScopeState scope, CoroutineLocals owner, Carrier carrier, String method) {
    for (CoroutineLocals each = carrier.locals(); each != null; each = each.within()) {
      if (each == owner) {
        return;
      }
    }
    throw new IllegalStateException(
        method
            + CallSites.atCaller()
            + " is for the coroutine that opened the scope, and this is another one: "
            + scope
            + "; open a scope here");
  }

  /**
   * What is wrong with a scope that is closed while it runs what nobody has joined.
   *
   * @param waited the call of {@code close}, if it has waited and its caller is on no stack any
   *     more
   */
  static IllegalStateException unjoined(ScopeState scope, @Nullable Frame waited) {
    return new IllegalStateException(
        "closed"
            + (waited == null ? CallSites.atCaller() : atCallerOf(waited))
            + " without having been joined: "
            + scope
            + "; call join after the last fork");
  }

  /**
   * As {@link CallSites#atCaller}, of a suspended call; ordinary code that it blocks stands still.
   */
  private static String atCallerOf(Frame waited) {
    for (StackTraceElement place : FrameSnapshot.places(waited)) {
      if (!CallSites.isOwn(place.getClassName())) {
        return " (at " + place + ")";
      }
    }
    return CallSites.atCaller();
  }

  /** The first that is there; what has failed besides is suppressed in it. */
  static @Nullable Throwable firstOf(
      @Nullable Throwable met,
      @Nullable Throwable failed,
      @Nullable Throwable late,
      @Nullable Throwable misuse) {
    Throwable first = met != null ? met : failed != null ? failed : late != null ? late : misuse;
    for (Throwable other : new @Nullable Throwable[] {failed, late}) {
      if (other != null && first != null) {
        Suppression.add(first, other);
      }
    }
    return first;
  }

  /** A scope in words. */
  static String text(@Nullable String name, @Nullable Throwable opened, String state) {
    String where = opened == null ? "" : CallSites.of(opened);
    return "TaskScope["
        + (name == null ? "" : name + ", ")
        + (where.isEmpty() ? "" : "opened at " + where + ", ")
        + state
        + "]";
  }
}
