package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * What runs at some moment has of a context: the values that its keys are bound to, and what its
 * thread has for those who have registered. Coroutines inherit it when they are made; generators
 * and blocking work have it while they run. Immutable.
 *
 * <p>The values lie in the {@link CoroutineLocals} of what runs: a coroutine's, or those of a
 * thread for ordinary code. A generator has none of its own, since it runs inside whoever asks it:
 * its values take the place of those while it does.
 */
public final class ContextSnapshot {

  private final @Nullable Object values;
  private final @Nullable ThreadElements thread;

  private ContextSnapshot(@Nullable Object values, @Nullable ThreadElements thread) {
    this.values = values;
    this.thread = thread;
  }

  private static @Nullable ContextSnapshot of(
      @Nullable Object values, @Nullable ThreadElements thread) {
    return values == null && thread == null ? null : new ContextSnapshot(values, thread);
  }

  /**
   * Whether there may be anything that what is made here and now inherits. The language registers
   * what is provided for that, and does so once: not later than for the first to ask.
   */
  public static boolean mayInherit() {
    var unused = Language.get();
    return ContextUse.isAny();
  }

  /** What whatever is made here and now inherits; null if that is nothing. */
  public static @Nullable ContextSnapshot take() {
    return mayInherit() ? takeAny() : null;
  }

  private static @Nullable ContextSnapshot takeAny() {
    return of(values(Carrier.current()), ContextUse.ofThreads() ? ThreadElements.capture() : null);
  }

  /** Lets a coroutine that has just been made inherit; called if it {@link #mayInherit}. */
  public static void bequeath(Coroutine made) {
    Object values = values(Carrier.current());
    ThreadElements thread = ContextUse.ofThreads() ? ThreadElements.capture() : null;
    if (values != null || thread != null) {
      CoroutineLocals own = made.makeLocals();
      own.values(values);
      own.thread(thread);
    }
  }

  /**
   * Puts {@code next} in the place of what is here.
   *
   * @param carrier the current thread's, which is to be kept until that is put back: nothing else
   *     keeps what an ordinary thread has
   * @return what was there, to be put back
   */
  public static @Nullable ContextSnapshot swap(@Nullable ContextSnapshot next, Carrier carrier) {
    Object before = bind(next == null ? null : next.values, carrier);
    ThreadElements thread = next == null || next.thread == null ? null : next.thread.exchange();
    return of(before, thread);
  }

  /** The values of what runs on the thread of {@code carrier}, or null. */
  public static @Nullable Object values(Carrier carrier) {
    CoroutineLocals locals = carrier.locals();
    return locals == null ? null : locals.values();
  }

  /** The values of what this was taken of. */
  @Nullable Object values() {
    return values;
  }

  /**
   * Gives what runs on the thread of {@code carrier} other values.
   *
   * @return those that it had
   */
  public static @Nullable Object bind(@Nullable Object values, Carrier carrier) {
    Object before = values(carrier);
    if (before != values) {
      carrier.makeLocals().values(values);
    }
    return before;
  }
}
