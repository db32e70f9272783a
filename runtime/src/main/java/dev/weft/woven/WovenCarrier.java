package dev.weft.woven;

import dev.weft.internal.engine.Carrier;

/**
 * The carrier as generated code names it: the parameter of every woven body. Where the calling
 * convention is stated: {@link Carrier}.
 */
public final class WovenCarrier extends Carrier {

  /** For the runtime, which makes one for each thread and one for each generator. */
  public WovenCarrier(boolean generator) {
    super(generator);
  }

  /** The carrier of the current thread. */
  public static WovenCarrier current() {
    return (WovenCarrier) Carrier.current();
  }
}
