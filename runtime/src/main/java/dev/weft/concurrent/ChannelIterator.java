package dev.weft.concurrent;

import dev.weft.AsyncIterator;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Receives from a channel until that is closed and nothing is left in it. */
final class ChannelIterator<T> implements AsyncIterator<T> {

  private final Channel<T> channel;

  /**
   * What was received ahead, for {@link #next}; {@link ChannelOperation#END} once nothing comes.
   */
  private @Nullable Object ahead;

  /** That of the last coroutine that waited here, which may use it again. */
  private Wait wait;

  ChannelIterator(Channel<T> channel) {
    this.channel = channel;
    wait = new Wait(channel);
  }

  /** Says that the bodies here are meant, though they override others; see {@code Linker}. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private static void weft$woven() {}

  @Async
  @Override
  public boolean hasNext() {
    WovenCarrier carrier = WovenCarrier.current();
    boolean result = hasNext(Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockInt() != 0 : result;
  }

  @Override
  public boolean hasNext(int room, WovenCarrier carrier) {
    if (ahead == null) {
      ahead = fetch(false, carrier);
    }
    return ahead != ChannelOperation.END;
  }

  @Async
  @Override
  public T next() {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = next(Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  @Override
  public @Nullable Object next(int room, WovenCarrier carrier) {
    if (ahead == null) {
      ahead = fetch(true, carrier);
    }
    return ahead == null ? null : takeAhead();
  }

  /** What comes next; null if the call is suspended. */
  private @Nullable Object fetch(boolean takes, Carrier carrier) {
    ChannelOperation.enter(carrier);
    Object received = channel.takeIfReady();
    if (received != null) {
      return received == ChannelOperation.END ? ended(CallSites.atCaller()) : received;
    }
    if (!wait.isOf(carrier)) {
      wait = new Wait(channel);
    }
    wait.takes = takes;
    wait.begin(carrier);
    return null;
  }

  private Object takeAhead() {
    Object next = ahead;
    if (next == ChannelOperation.END) {
      throw new NoSuchElementException("the channel is closed, and nothing is left in it");
    }
    ahead = null;
    return Unchecked.cast(next);
  }

  /** The end; throws what the channel has failed with. */
  private Object ended(String at) {
    if (channel.cause != null) {
      throw SneakyThrow.sneaky(channel.receiveRefused("receive", at));
    }
    return ChannelOperation.END;
  }

  /** A call of {@link #hasNext} or {@link #next} that waits. */
  @FrameLayout(
      owner = "dev.weft.concurrent.Channel",
      method = "iterator",
      descriptor = "()Ldev/weft/AsyncIterator;",
      file = "Channel.java",
      points = {})
  private final class Wait extends ReceiveOperation {

    /** Whether the call is {@link #next}. */
    private boolean takes;

    Wait(ChannelState of) {
      super(of, null);
    }

    @Override
    void finish(Carrier carrier) {
      ahead = takeElement();
      leave(carrier);
    }

    @Override
    void finishClosed(Carrier carrier) {
      ahead = ended(at());
      leave(carrier);
    }

    private void leave(Carrier carrier) {
      if (takes) {
        carrier.putObject(takeAhead());
      } else {
        carrier.putInt(ahead == ChannelOperation.END ? 0 : 1);
      }
    }
  }
}
