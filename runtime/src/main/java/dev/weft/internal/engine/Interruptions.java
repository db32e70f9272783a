package dev.weft.internal.engine;

import dev.weft.internal.util.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * What a coroutine meets from outside while a call of its waits on, to be handed on in the end.
 *
 * <p>That is either a failure, of a scope or of the scheduler, which is thrown then and is met but
 * once; or the coroutine's own cancellation. That can be met later, and so is not lost where the
 * call has something else to return or to throw: it is put off to the next suspension point.
 * Nothing here needs memory. By who runs the coroutine.
 */
public final class Interruptions {

  private @Nullable Throwable cancellation;
  private @Nullable Throwable failure;

  /**
   * Has {@code running} meet at its next suspension point what it has met now. By who runs it.
   *
   * @param met its own cancellation, or the failure of a scope that it has opened
   */
  static void defer(Throwable met, Coroutine running) {
    CoroutineLocals locals = running.locals();
    OpenScope failed = locals == null ? null : locals.scopeFailedWith(met);
    if (failed == null) {
      running.deferCancellation();
    } else {
      failed.unmeetThrown();
      running.deferInterruption();
    }
  }

  /** None so far. */
  public Interruptions() {}

  /** Keeps what has been met. Of several failures the later are suppressed in the first. */
  public void add(Throwable met, Carrier carrier) {
    if (carrier.isOwnCancellation(met)) {
      cancellation = met;
    } else if (failure == null) {
      failure = met;
    } else {
      Suppression.add(failure, met);
    }
  }

  /** Whether anything has been met. */
  public boolean isAny() {
    return cancellation != null || failure != null;
  }

  /** Whether the coroutine's own cancellation has been met. */
  public boolean isCancelled() {
    return cancellation != null;
  }

  /** The failure that has been met; null if there was none. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /**
   * What the call is to throw, of which there is something: the failure, or else the cancellation.
   * If there are both, the latter is put off.
   */
  public Throwable thrown(Carrier carrier) {
    if (failure != null) {
      putOff(carrier);
      return failure;
    }
    if (cancellation == null) {
      throw new AssertionError("nothing has come from outside");
    }
    return cancellation;
  }

  /**
   * The same for a call that has failed by itself as well.
   *
   * @param besides what with, which is suppressed in what is thrown; null if it has not
   */
  public Throwable thrown(Carrier carrier, @Nullable Throwable besides) {
    Throwable thrown = thrown(carrier);
    if (besides != null) {
      Suppression.add(thrown, besides);
    }
    return thrown;
  }

  /** Has the coroutine meet the cancellation, if there was one, at its next suspension point. */
  public void putOff(Carrier carrier) {
    Coroutine running = carrier.coroutine();
    if (cancellation != null && running != null && !running.isForcedOut()) {
      running.deferCancellation();
    }
  }
}
