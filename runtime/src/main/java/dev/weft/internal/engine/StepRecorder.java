package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Is told of the steps of one coroutine, so that they can be recorded. All calls come one after the
 * other, by who runs the coroutine then; what one has written, the next one sees.
 */
public abstract class StepRecorder {

  /** For subclasses. */
  protected StepRecorder() {}

  /** A step begins, on the current thread: the coroutine stands where it has paused still. */
  protected abstract void runs(Coroutine coroutine);

  /**
   * A step ends, and not the coroutine; nobody can wake it yet, or have it run again.
   *
   * @param awaited what it is about to wait for; null if it only yields
   */
  protected abstract void pauses(Coroutine coroutine, @Nullable Event awaited);

  /** The coroutine goes on after all, in the same step, though it was about to be suspended. */
  protected abstract void runsOn(Coroutine coroutine);

  /** The last step has ended. */
  protected abstract void ends(Coroutine coroutine);
}
