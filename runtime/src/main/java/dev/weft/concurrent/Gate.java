package dev.weft.concurrent;

import dev.weft.concurrent.QueuedWait.Call;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;

/**
 * Those who wait until something holds which they do not change by going on: an event that is to be
 * set, a count that is to reach zero.
 *
 * <p>Whoever makes it hold serves the queue afterwards, under its monitor; who arrives looks there
 * as well. So one of the two finds the other.
 */
abstract class Gate extends WaitQueue {

  private final Call call;

  /** One that {@code call} waits at. */
  Gate(Call call) {
    this.call = call;
  }

  /** Whether nobody has to wait. Any thread. */
  abstract boolean isOpen();

  @Override
  final boolean mayGrant(QueuedWait head) {
    return isOpen();
  }

  /** Suspends the call that is being made until this is open. */
  final void pass(WovenCarrier carrier) {
    carrier.refuseInGenerator();
    if (!isOpen()) {
      new QueuedWait(this, call, null, 0).begin(carrier);
    }
  }

  /**
   * The same for a limited time.
   *
   * @return whether it is open, or a dummy where it unwinds
   */
  final boolean pass(Duration time, WovenCarrier carrier) {
    long nanos = limit(time, carrier);
    return isOpen() || waitFor(nanos, call, null, 0, carrier);
  }
}
