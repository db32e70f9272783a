package dev.weft.internal.engine;

import dev.weft.internal.util.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * Where the coroutine was made whose failure nobody has heard of; suppressed in that, so that
 * whoever is told of it sees both.
 */
final class TaskOrigin extends Exception {

  private static final long serialVersionUID = 1;

  private TaskOrigin(String message, StackTraceElement[] calls) {
    super(message, null, false, true);
    setStackTrace(calls);
  }

  /** That of {@code task}; null if it is not kept. */
  static @Nullable TaskOrigin of(Completion task) {
    ObservedCoroutine known = task instanceof Coroutine failed ? failed.observed() : null;
    StackTraceElement[] calls = known == null ? null : known.origin();
    if (known == null || calls == null) {
      return null;
    }
    String label = ObservedCoroutine.label(known.number(), ((Coroutine) task).name());
    return new TaskOrigin("nobody has heard of this: coroutine " + label + " was made here", calls);
  }

  void addTo(Throwable failure) {
    Suppression.add(failure, this);
  }
}
