package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.loop.Watch;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
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
final class Datagrams extends Attempt {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private final boolean receives;
  private ByteBuffer buffer = NOTHING;
  private @Nullable SocketAddress other;

  Datagrams(
      EventLoop loop,
      Watch watch,
      DatagramChannel channel,
      InetSocketAddress address,
      boolean receives) {
    super(loop, watch);
    this.channel = channel;
    this.address = address;
    this.receives = receives;
  }

  @Nullable SocketAddress move(
      ByteBuffer datagram, @Nullable SocketAddress to, Carrier carrier, @Nullable Duration limit)
      throws IOException {
    buffer = datagram;
    other = to;
    begin(carrier, limit);
    return other;
  }

  @Override
  boolean attempt() throws IOException {
    if (receives) {
      other = channel.receive(buffer);
      return other != null;
    }
    int size = buffer.remaining();
    return channel.send(buffer, other) == size && !buffer.hasRemaining();
  }

  @Override
  public int interest() {
    return receives ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
  }

  @Override
  void leaveResult(Carrier carrier) {
    carrier.putObject(receives ? other : null);
  }

  @Override
  void clear() {
    buffer = NOTHING;
  }

  @Override
  String what() {
    return receives ? "receive on " + address : "send from " + address + " to " + other;
  }
}
