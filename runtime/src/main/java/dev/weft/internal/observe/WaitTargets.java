package dev.weft.internal.observe;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.tasks.Promise;
import dev.weft.internal.tasks.TaskCoroutine;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what a coroutine waits for, in the words that dumps and recordings have in common. */
public final class WaitTargets {

  private WaitTargets() {}

  /**
   * What {@code event} is.
   *
   * @param place where the coroutine stands, which says what it is if nothing else does
   */
  public static WaitTarget of(
      @Nullable Object event, Supplier<? extends @Nullable StackTraceElement> place) {
    if (event instanceof TaskCoroutine task) {
      return WaitTarget.of(WaitTarget.Kind.TASK, "the task", task);
    }
    if (event instanceof Promise) {
      return WaitTarget.of(WaitTarget.Kind.COMPLETER, "a task that somebody completes by hand");
    }
    WaitTarget known = event instanceof Event waited ? waited.target() : null;
    if (known != null) {
      return known;
    }
    StackTraceElement innermost = place.get();
    String what = innermost == null ? "something" : method(innermost);
    return WaitTarget.of(WaitTarget.Kind.OTHER, what);
  }

  private static String method(StackTraceElement place) {
    return place.getClassName() + "." + place.getMethodName();
  }

  /** Its name, with that of the coroutine that has to get on first. */
  public static String describe(WaitTarget waited, Function<Completion, String> labels) {
    if (waited.needed().isEmpty()) {
      return waited.text();
    }
    return switch (waited.kind()) {
      case TASK -> waited.text() + " of " + labels.apply(waited.needed().get(0));
      case LOCK -> waited.text() + ", held by " + labels.apply(waited.needed().get(0));
      default -> waited.text();
    };
  }
}
