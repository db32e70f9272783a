package dev.weft.io;

import dev.weft.Schedulers;
import dev.weft.internal.engine.Carrier;

/** An operation that nobody waits for: waking it does nothing. */
final class Nobody extends ChannelOperation {

  Nobody() {
    super(Schedulers.eventLoop(), null);
  }

  @Override
  boolean attempt() {
    return true;
  }

  @Override
  void leaveResult(Carrier carrier) {
    carrier.putVoid();
  }

  @Override
  String what() {
    return "nothing";
  }
}
