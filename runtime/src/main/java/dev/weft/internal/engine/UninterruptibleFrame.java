package dev.weft.internal.engine;

import dev.weft.internal.util.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a call that waits on whatever comes from outside meanwhile, and hands that on in the
 * end.
 *
 * <p>What comes is either a failure, of a scope or of the scheduler, which is thrown then and is
 * met but once; or the coroutine's own cancellation. That can be met later, and so is not lost
 * where the call has something else to return or to throw: it is put off to the next suspension
 * point. Nothing here needs memory.
 */
public abstract class UninterruptibleFrame extends Frame {

  private @Nullable Throwable cancellation;
  private @Nullable Throwable failure;

  protected UninterruptibleFrame() {}

  /**
   * Keeps what the coroutine has met. Of several failures the later are suppressed in the first.
   */
  protected final void meet(Throwable fromOutside, Carrier carrier) {
    if (carrier.isOwnCancellation(fromOutside)) {
      cancellation = fromOutside;
    } else if (failure == null) {
      failure = fromOutside;
    } else {
      Suppression.add(failure, fromOutside);
    }
  }

  /** Whether anything has been met. */
  protected final boolean hasMet() {
    return cancellation != null || failure != null;
  }

  /** Whether the coroutine's own cancellation has been met. */
  protected final boolean hasMetCancellation() {
    return cancellation != null;
  }

  /** The failure that has been met; null if there was none. */
  protected final @Nullable Throwable metFailure() {
    return failure;
  }

  /**
   * What the call is to throw, of which there is something: the failure, or else the cancellation.
   * If there are both, the latter is put off.
   */
  protected final Throwable thrown(Carrier carrier) {
    if (failure != null) {
      putOff(carrier);
      return failure;
    }
    if (cancellation == null) {
      throw new AssertionError("nothing has come from outside");
    }
    return cancellation;
  }

  /** Has the coroutine meet the cancellation, if there was one, at its next suspension point. */
  protected final void putOff(Carrier carrier) {
    Coroutine running = carrier.coroutine();
    if (cancellation != null && running != null && !running.isForcedOut()) {
      running.deferCancellation();
    }
  }
}
