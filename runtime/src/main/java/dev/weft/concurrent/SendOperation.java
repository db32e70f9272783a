package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.WaitTarget;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A wait for a channel to take an element. */
@FrameLayout(
    owner = "dev.weft.concurrent.Channel",
    method = "send",
    descriptor = "(Ljava/lang/Object;)V",
    file = "Channel.java",
    points = {})
final class SendOperation extends ChannelOperation {

  SendOperation(ChannelState channel, @Nullable SelectOperation select) {
    super(channel, select);
  }

  SendOperation of(Object sent) {
    element = sent;
    return this;
  }

  @Override
  boolean isReady() {
    return channel.isReadyToSend();
  }

  @Override
  ChannelWaiters list() {
    return channel.senders;
  }

  @Override
  void attempt() {
    if (channel.put(Objects.requireNonNull(element))) {
      element = null;
      outcome = DONE;
    } else {
      outcome = channel.isEnded() ? CLOSED : WAITING;
    }
  }

  @Override
  void finish(Carrier carrier) {
    carrier.putVoid();
  }

  @Override
  void finishClosed(Carrier carrier) {
    element = null;
    throw channel.sendRefused("send", at());
  }

  @Override
  String tooLate(Duration time) {
    element = null;
    return "send: nobody took the element within " + time;
  }

  /** The element is its sender's until somebody has it. */
  @Override
  @Nullable Object leftOver() {
    return null;
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.SEND, channel.label());
  }

  @Override
  public @Nullable Object result() throws Throwable {
    return switch (outcome) {
      case DONE -> null;
      case CLOSED -> throw channel.sendRefused("select: send", at());
      default -> throw takeFailure();
    };
  }
}
