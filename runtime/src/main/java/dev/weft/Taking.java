package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.OperationFrame;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's wait for something to be there. Whoever puts something down wakes it; that is a
 * hint, and it looks again. What comes while it is cancelled stays where it is.
 */
abstract class Taking extends OperationFrame {

  /** Whether {@link #poll} would find anything, the end or a failure too. Any thread. */
  abstract boolean isAnything();

  /** Takes what is there; null if there is nothing yet. In the consumer. */
  abstract @Nullable Object poll();

  /** Whether this was the last wait of the running coroutine. */
  final boolean isOf(Carrier carrier) {
    return isWaitOf(carrier.coroutine());
  }

  /** Suspends the call that is being made. */
  final void begin(Carrier carrier) {
    suspend(carrier);
  }

  @Override
  protected final void start() {
    if (isAnything()) {
      boolean unused = wake();
    }
  }

  @Override
  protected final void proceed(Carrier carrier) {
    Object found = poll();
    if (found == null) {
      suspendAgain(carrier);
    } else {
      carrier.putObject(found);
    }
  }

  @Override
  protected void abandon() {}

  @Override
  protected final void failed() {}
}
