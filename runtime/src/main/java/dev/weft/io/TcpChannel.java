package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.loop.Watch;
import dev.weft.runtime.Carrier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection. See the package for what its operations have in common.
 *
 * <p>What is written leaves at once ({@code TCP_NODELAY} is set); write a message as a whole.
 */
public final class TcpChannel extends Connection {

  /** The JDK copies heap buffers into direct ones of the same size, which it keeps. */
  private static final int PIECE = 128 * 1024;

  private final SocketChannel channel;
  private final SocketAddress peer;

  /** For an accepted or a connected channel, which {@code loop} watches by {@code watch}. */
  TcpChannel(EventLoop loop, Watch watch, SocketChannel channel) throws IOException {
    super(loop, watch);
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    peer = channel.getRemoteAddress();
  }

  // ---- connecting ----

  /**
   * Suspends until connected, on the event loop of the coroutine that calls this. A host name is
   * resolved without blocking the loop; its addresses are tried in turn.
   *
   * @throws IOException if no address can be connected to
   */
  @Async
  public static TcpChannel connect(InetSocketAddress to) throws IOException {
    return connect(EventLoop.current(), to, null);
  }

  /** See {@link #connect(InetSocketAddress)}. */
  public static @Nullable TcpChannel connect(InetSocketAddress to, int room, Carrier carrier)
      throws IOException {
    return connect(EventLoop.current(), to, null, room, carrier);
  }

  /**
   * Suspends until connected.
   *
   * @param loop what watches the channel
   * @param to whom
   * @param limit how long it may take, name resolution included; null for no limit
   * @throws IOException if no address can be connected to
   */
  @Async
  public static TcpChannel connect(EventLoop loop, InetSocketAddress to, @Nullable Duration limit)
      throws IOException {
    Carrier carrier = Carrier.current();
    TcpChannel channel = connect(loop, to, limit, Carrier.MAX_DEPTH, carrier);
    return (TcpChannel)
        Objects.requireNonNull(carrier.isUnwinding() ? carrier.blockObject() : channel);
  }

  /** See {@link #connect(EventLoop, InetSocketAddress, Duration)}. */
  public static @Nullable TcpChannel connect(
      EventLoop loop, InetSocketAddress to, @Nullable Duration limit, int room, Carrier carrier)
      throws IOException {
    return new Connecting(loop, to).connect(carrier, limit);
  }

  // ---- files ----

  /**
   * Sends part of a file, without it passing through the program where the operating system can do
   * that. Reading the file may block the thread for as long as the disk takes.
   *
   * @return how many bytes: {@code count}, or less if the file ends before
   * @throws IOException if the connection is broken or closed, or the file cannot be read
   */
  @Async
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    Carrier carrier = Carrier.current();
    long sent = transferFrom(file, position, count, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockLong() : sent;
  }

  /** See {@link #transferFrom(FileChannel, long, long)}. */
  public long transferFrom(FileChannel file, long position, long count, int room, Carrier carrier)
      throws IOException {
    return new SendingFile(this, file, position, count).transfer(carrier);
  }

  /**
   * Writes what the peer sends into a file, until {@code count} bytes have come or the peer ends.
   * Writing the file may block the thread for as long as the disk takes.
   *
   * @return how many bytes
   * @throws IOException if the connection is broken or closed, or the file cannot be written
   */
  @Async
  public long transferTo(FileChannel file, long position, long count) throws IOException {
    Carrier carrier = Carrier.current();
    long received = transferTo(file, position, count, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockLong() : received;
  }

  /** See {@link #transferTo(FileChannel, long, long)}. */
  public long transferTo(FileChannel file, long position, long count, int room, Carrier carrier)
      throws IOException {
    return new ReceivingFile(this, file, position, count).transfer(carrier);
  }

  // ---- the socket ----

  /** Sets an option of the socket. */
  public <T> void option(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
  }

  /** An option of the socket. */
  public <T> T option(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  /** Ignores whatever the peer still sends; reading gives the end. */
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  /** This side's address. */
  public SocketAddress local() throws IOException {
    return channel.getLocalAddress();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    watch().close();
  }

  // ---- without suspending ----

  @Override
  int tryRead(ByteBuffer into) throws IOException {
    if (into.isDirect() || into.remaining() <= PIECE) {
      return channel.read(into);
    }
    int limit = into.limit();
    into.limit(into.position() + PIECE);
    try {
      return channel.read(into);
    } finally {
      into.limit(limit);
    }
  }

  @Override
  boolean tryWrite(ByteBuffer[] from) throws IOException {
    if (from.length == 1) {
      return tryWrite(from[0]);
    }
    long unused = channel.write(from);
    return !Buffers.anyRemain(from);
  }

  /** The same for one buffer. */
  boolean tryWrite(ByteBuffer from) throws IOException {
    int end = from.limit();
    boolean whole = from.isDirect();
    int written;
    do {
      int piece = whole ? from.remaining() : Math.min(from.remaining(), PIECE);
      from.limit(from.position() + piece);
      try {
        written = channel.write(from);
      } finally {
        from.limit(end);
      }
    } while (from.hasRemaining() && written == PIECE);
    return !from.hasRemaining();
  }

  @Override
  boolean tryFinish() throws IOException {
    channel.shutdownOutput();
    return true;
  }

  @Override
  int readInterest() {
    return SelectionKey.OP_READ;
  }

  @Override
  int writeInterest() {
    return SelectionKey.OP_WRITE;
  }

  SocketChannel socket() {
    return channel;
  }
}
