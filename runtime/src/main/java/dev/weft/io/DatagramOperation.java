package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.loop.ChannelRegistration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One direction of a UDP port, one call after the other. */
@FrameLayout(
    owner = "dev.weft.io.UdpChannel",
    method = "receive",
    descriptor = "(Ljava/nio/ByteBuffer;)Ljava/net/SocketAddress;",
    file = "UdpChannel.java",
    points = {})
class DatagramOperation extends ChannelOperation {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private final boolean receives;
  private ByteBuffer buffer = NOTHING;
  private @Nullable SocketAddress other;

  /**
   * Whether there must be room before the first try: an empty datagram that is dropped for lack of
   * it looks like one that was sent.
   */
  private boolean asksFirst;

  DatagramOperation(
      EventLoop loop,
      ChannelRegistration watch,
      DatagramChannel channel,
      InetSocketAddress address,
      boolean receives) {
    super(loop, watch);
    this.channel = channel;
    this.address = address;
    this.receives = receives;
  }

  /** The sending one: the same with the name that it has in stack traces. */
  @FrameLayout(
      owner = "dev.weft.io.UdpChannel",
      method = "send",
      descriptor = "(Ljava/nio/ByteBuffer;Ljava/net/SocketAddress;)V",
      file = "UdpChannel.java",
      points = {})
  static final class Sending extends DatagramOperation {
    Sending(
        EventLoop loop,
        ChannelRegistration watch,
        DatagramChannel channel,
        InetSocketAddress address) {
      super(loop, watch, channel, address, false);
    }
  }

  final @Nullable SocketAddress move(
      ByteBuffer datagram, @Nullable SocketAddress to, Carrier carrier, @Nullable Duration limit)
      throws IOException {
    buffer = datagram;
    other = to;
    asksFirst = !receives && !datagram.hasRemaining();
    begin(carrier, limit);
    return other;
  }

  @Override
  final boolean attempt() throws IOException {
    if (receives) {
      int before = buffer.position();
      other = channel.receive(buffer);
      watch().moved(buffer.position() - before);
      return other != null;
    }
    if (asksFirst) {
      asksFirst = false;
      return false;
    }
    int size = buffer.remaining();
    int sent = channel.send(buffer, other);
    watch().moved(sent);
    return sent == size && !buffer.hasRemaining();
  }

  @Override
  public final int interest() {
    return receives ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
  }

  @Override
  final void leaveResult(Carrier carrier) {
    carrier.putObject(receives ? other : null);
  }

  @Override
  final void clear() {
    buffer = NOTHING;
  }

  @Override
  final String what() {
    return receives ? "receive on " + address : "send from " + address + " to " + other;
  }
}
