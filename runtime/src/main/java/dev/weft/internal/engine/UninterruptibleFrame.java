package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The frame of a call that waits on whatever comes from outside meanwhile, and hands that on in the
 * end: see {@link Interruptions}.
 */
public abstract class UninterruptibleFrame extends Frame {

  private final Interruptions interruptions = new Interruptions();

  protected UninterruptibleFrame() {}

  /** Keeps what the coroutine has met. */
  protected final void meet(Throwable fromOutside, Carrier carrier) {
    interruptions.add(fromOutside, carrier);
  }

  /** Whether anything has been met. */
  protected final boolean hasMet() {
    return interruptions.isAny();
  }

  /** Whether the coroutine's own cancellation has been met. */
  protected final boolean hasMetCancellation() {
    return interruptions.isCancelled();
  }

  /** The failure that has been met; null if there was none. */
  protected final @Nullable Throwable metFailure() {
    return interruptions.failure();
  }

  /** What the call is to throw, of which there is something. */
  protected final Throwable thrown(Carrier carrier) {
    return interruptions.thrown(carrier);
  }

  /** The same where the call has failed by itself with {@code besides}; null if it has not. */
  protected final Throwable thrown(Carrier carrier, @Nullable Throwable besides) {
    return interruptions.thrown(carrier, besides);
  }

  /** Has the coroutine meet the cancellation, if there was one, at its next suspension point. */
  protected final void putOff(Carrier carrier) {
    interruptions.putOff(carrier);
  }
}
