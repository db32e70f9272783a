package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.woven.WovenCarrier;

/** What can be held while a body runs; see {@link HeldCall}. */
interface Guarded {

  /** Takes it for the caller; suspends it, that is, unwinds, where it has to wait. */
  void enter(WovenCarrier carrier);

  /**
   * Gives it back.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  void exit(Carrier carrier);
}
