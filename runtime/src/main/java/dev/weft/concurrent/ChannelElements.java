package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/** The body of an async generator that emits what it receives from a channel, until its end. */
final class ChannelElements extends GeneratorStage {

  private static final int RECEIVED = 2;

  private final Channel<?> channel;

  ChannelElements(Channel<?> channel) {
    this.channel = channel;
  }

  @Override
  protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
    if (now != RECEIVED) {
      then(RECEIVED);
      return channel.receiveOrNull(carrier.room(), (WovenCarrier) carrier);
    }
    if (result == null) {
      ends();
    } else {
      then(BEGIN);
      emit(result, carrier);
    }
    return null;
  }
}
