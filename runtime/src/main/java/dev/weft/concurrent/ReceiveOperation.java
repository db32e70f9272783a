package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.engine.WaitTarget;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A wait for an element of a channel. */
@FrameLayout(
    owner = "dev.weft.concurrent.Channel",
    method = "receive",
    descriptor = "()Ljava/lang/Object;",
    file = "Channel.java",
    points = {})
class ReceiveOperation extends ChannelOperation {

  /** Whether the end of a channel that was closed is null, and not an exception. */
  private boolean orNull;

  ReceiveOperation(ChannelState channel, @Nullable SelectOperation select) {
    super(channel, select);
  }

  ReceiveOperation orNull(boolean endIsNull) {
    orNull = endIsNull;
    return this;
  }

  @Override
  boolean isReady() {
    return channel.isReadyToReceive();
  }

  @Override
  ChannelWaiters list() {
    return channel.receivers;
  }

  @Override
  void attempt() {
    element = channel.take();
    if (element != null) {
      outcome = DONE;
    } else {
      outcome = channel.isEnded() ? CLOSED : WAITING;
    }
  }

  final Object takeElement() {
    Object received = Objects.requireNonNull(element);
    element = null;
    return received;
  }

  @Override
  void finish(Carrier carrier) {
    carrier.putObject(takeElement());
  }

  @Override
  void finishClosed(Carrier carrier) throws Throwable {
    carrier.putObject(endOf(channel, orNull, "receive", at()));
  }

  /** What a receive comes to that finds the channel closed and empty. */
  static @Nullable Object endOf(ChannelState channel, boolean orNull, String call, String at)
      throws Throwable {
    if (orNull && channel.cause == null) {
      return null;
    }
    throw channel.receiveRefused(call, at);
  }

  @Override
  String tooLate(Duration time) {
    return "receive: nothing came within " + time;
  }

  @Override
  @Nullable Object leftOver() {
    return outcome == DONE ? element : null;
  }

  @Override
  public WaitTarget target() {
    return WaitTarget.of(WaitTarget.Kind.RECEIVE, channel.label());
  }

  @Override
  public @Nullable Object result() throws Throwable {
    return switch (outcome) {
      case DONE -> takeElement();
      case CLOSED -> endOf(channel, orNull, "select: receive", at());
      default -> throw takeFailure();
    };
  }
}
