package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.woven.WovenCarrier;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP port. See the package for what its operations have in common. */
public final class UdpChannel implements Closeable {

  private final EventLoop loop;
  private final DatagramChannel channel;
  private final ChannelRegistration watch;
  private final InetSocketAddress address;
  private @Nullable DatagramOperation receiving;
  private @Nullable DatagramOperation sending;
  private @Nullable Duration timeout;

  private UdpChannel(EventLoop loop, DatagramChannel channel) throws IOException {
    this.loop = loop;
    this.channel = channel;
    address = (InetSocketAddress) channel.getLocalAddress();
    watch = ChannelOpening.begin(loop, channel);
  }

  /**
   * Opens a port. Does not suspend. Any thread.
   *
   * @param loop what watches it
   * @param at where; port 0 for any that is free
   * @throws IOException if it is taken, say, or the loop has been closed
   */
  public static UdpChannel bind(EventLoop loop, InetSocketAddress at) throws IOException {
    IoFailures.checkResolved("bind to ", at);
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(at);
      return new UdpChannel(loop, channel);
    } catch (IOException failure) {
      ChannelOpening.close(channel, failure);
      throw IoFailures.during("bind to " + at, failure);
    } catch (Throwable failure) {
      ChannelOpening.close(channel, failure);
      throw failure;
    }
  }

  /** On the event loop of the coroutine that calls this. */
  public static UdpChannel bind(InetSocketAddress at) throws IOException {
    return bind(EventLoop.current(), at);
  }

  /**
   * Suspends until a datagram comes; what {@code into} has no room for is lost.
   *
   * @return who sent it
   * @throws IOException if the port is closed
   */
  @Async
  public SocketAddress receive(ByteBuffer into) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    SocketAddress sender = receive(into, Carrier.MAX_DEPTH, carrier);
    return (SocketAddress)
        Objects.requireNonNull(carrier.isUnwinding() ? carrier.blockObject() : sender);
  }

  /**
   * See {@link #receive(ByteBuffer)}.
   *
   * @hidden
   */
  public @Nullable SocketAddress receive(ByteBuffer into, int room, WovenCarrier carrier)
      throws IOException {
    DatagramOperation known = ChannelOperation.again(receiving, "receives");
    if (known == null) {
      known = new DatagramOperation(loop, watch, channel, address, true);
      receiving = known;
    }
    return known.move(into, null, carrier, timeout);
  }

  /**
   * Suspends until all that remains in {@code from} has left as one datagram, which may be empty.
   *
   * @param to whom; its name, if it has one, has been resolved
   * @throws IOException if it cannot be sent
   */
  @Async
  public void send(ByteBuffer from, SocketAddress to) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    send(from, to, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * See {@link #send(ByteBuffer, SocketAddress)}.
   *
   * @hidden
   */
  public void send(ByteBuffer from, SocketAddress to, int room, WovenCarrier carrier)
      throws IOException {
    IoFailures.checkResolved("send to ", to);
    DatagramOperation known = ChannelOperation.again(sending, "sends");
    if (known == null) {
      known = new DatagramOperation.Sending(loop, watch, channel, address);
      sending = known;
    }
    SocketAddress unused = known.move(from, to, carrier, timeout);
  }

  /** Limits how long each operation may take from now on; null for no limit, as at first. */
  public void timeout(@Nullable Duration limit) {
    timeout = limit;
  }

  /** Where this receives, with the port that was free. */
  public InetSocketAddress address() {
    return address;
  }

  /** Sets an option of the socket. */
  public <T> void option(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
  }

  /** Closes the port; who is suspended here fails. Any thread; more than once. */
  @Override
  public void close() {
    watch.close();
  }

  @Override
  public String toString() {
    return "UdpChannel[" + address + "]";
  }
}
