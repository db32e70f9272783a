package dev.weft.internal.observe;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.tasks.Promise;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.CallSites;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what a coroutine waits for, in the words that dumps and recordings have in common. */
public final class WaitTargets {

  private static final String BY_HAND = "a task that somebody completes by hand";

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
      return WaitTarget.of(WaitTarget.Kind.COMPLETER, BY_HAND);
    }
    WaitTarget known = event instanceof Event waited ? waited.target() : null;
    if (known != null) {
      return known;
    }
    StackTraceElement innermost = place.get();
    String what = innermost == null ? "something" : method(innermost);
    return WaitTarget.of(WaitTarget.Kind.OTHER, what);
  }

  /** What one waited for that is gone, by its class; empty if that is not known. */
  static String nameOf(@Nullable Class<?> awaited) {
    if (awaited == null) {
      return "";
    }
    if (TaskCoroutine.class.isAssignableFrom(awaited)) {
      return "the task of another coroutine";
    }
    if (Promise.class.isAssignableFrom(awaited)) {
      return BY_HAND;
    }
    boolean isOwn = CallSites.isOwn(awaited.getName());
    return isOwn ? "something that is gone as well" : awaited.getName();
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
