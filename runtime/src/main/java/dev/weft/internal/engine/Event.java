package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Something a coroutine can be suspended on: a task, a stage, a timer.
 *
 * <p>The driver arms an event only after the coroutine's whole chain of frames has unwound, so an
 * event that fires at once can resume the coroutine without a race.
 */
public interface Event {

  /**
   * Asks for {@code coroutine} to be resumed, through {@link Coroutine#resume}, once this happens;
   * called once for each suspension, on the thread that suspended.
   */
  void arm(Coroutine coroutine);

  /**
   * Says that {@code coroutine} was cancelled and waits no longer. A late {@link Coroutine#resume}
   * is harmless; this is the place to release what the event holds. Any thread.
   */
  void disarm(Coroutine coroutine);

  /**
   * Says that {@code coroutine} was about to wait for this, and does not, having met what was
   * pending: {@link #arm} is not called. What would be asked to stop by {@link #disarm} is here,
   * too.
   */
  default void notArmed(Coroutine coroutine) {}

  /**
   * What this is, for whoever looks; null if there is no more to be said than {@code toString}
   * does. Any thread; must not wait, nor call what is the user's.
   */
  default @Nullable WaitTarget target() {
    return null;
  }
}
