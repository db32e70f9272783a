package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.woven.WovenCarrier;
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

  /** What one try moves of a direct buffer, so that it does not hold the loop. */
  private static final int DIRECT_PIECE = 512 * 1024;

  /** So many pieces does one try write. */
  private static final int PIECES = 8;

  private final SocketChannel channel;
  private final SocketAddress peer;

  /** For an accepted or a connected channel, which {@code loop} watches by {@code watch}. */
  TcpChannel(EventLoop loop, ChannelRegistration watch, SocketChannel channel) throws IOException {
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

  /**
   * See {@link #connect(InetSocketAddress)}.
   *
   * @hidden
   */
  public static @Nullable TcpChannel connect(InetSocketAddress to, int room, WovenCarrier carrier)
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
    WovenCarrier carrier = WovenCarrier.current();
    TcpChannel channel = connect(loop, to, limit, Carrier.MAX_DEPTH, carrier);
    return (TcpChannel)
        Objects.requireNonNull(carrier.isUnwinding() ? carrier.blockObject() : channel);
  }

  /**
   * See {@link #connect(EventLoop, InetSocketAddress, Duration)}.
   *
   * @hidden
   */
  public static @Nullable TcpChannel connect(
      EventLoop loop,
      InetSocketAddress to,
      @Nullable Duration limit,
      int room,
      WovenCarrier carrier)
      throws IOException {
    return new ConnectOperation(loop, to).connect(carrier, limit);
  }

  // ---- files ----

  /**
   * Sends part of a file, without it passing through the program where the operating system can do
   * that. Reading the file may block the thread for as long as the disk takes. Counts as the one
   * coroutine that writes. Of one that is cancelled or fails, the peer has got a part.
   *
   * @return how many bytes: {@code count}, or less if the file ends before
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws IllegalStateException if another coroutine writes
   * @throws IOException if the connection is broken or closed, or the file cannot be read
   */
  @Async
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    long sent = transferFrom(file, position, count, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockLong() : sent;
  }

  /**
   * See {@link #transferFrom(FileChannel, long, long)}.
   *
   * @hidden
   */
  public long transferFrom(
      FileChannel file, long position, long count, int room, WovenCarrier carrier)
      throws IOException {
    var sending = new FileSend(this, file, position, count);
    writes(sending, FileSend.WHAT);
    return sending.transfer(carrier);
  }

  /**
   * Writes what the peer sends into a file, until {@code count} bytes have come or the peer ends.
   * Writing the file may block the thread for as long as the disk takes. Counts as the one
   * coroutine that reads. Of one that is cancelled or fails, the file has got a part; what came
   * when the file could not be written is lost.
   *
   * @return how many bytes
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws IllegalStateException if another coroutine reads
   * @throws IOException if the connection is broken or closed, or the file cannot be written
   */
  @Async
  public long transferTo(FileChannel file, long position, long count) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    long received = transferTo(file, position, count, Carrier.MAX_DEPTH, carrier);
    return carrier.isUnwinding() ? carrier.blockLong() : received;
  }

  /**
   * See {@link #transferTo(FileChannel, long, long)}.
   *
   * @hidden
   */
  public long transferTo(
      FileChannel file, long position, long count, int room, WovenCarrier carrier)
      throws IOException {
    var receiving = new FileReceive(this, file, position, count);
    reads(receiving, FileReceive.WHAT);
    return receiving.transfer(carrier);
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
    int count = readPiece(into);
    watch().moved(count);
    return count;
  }

  private int readPiece(ByteBuffer into) throws IOException {
    int most = into.isDirect() ? DIRECT_PIECE : PIECE;
    if (into.remaining() <= most) {
      return channel.read(into);
    }
    int limit = into.limit();
    into.limit(into.position() + most);
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
    for (int i = 0; i < PIECES && (i == 0 || !watch().isSpent()); i++) {
      int first = ByteBuffers.firstThatRemains(from);
      if (first == from.length) {
        return true;
      }
      if (!writePiece(from, first)) {
        break;
      }
    }
    return !ByteBuffers.anyRemain(from);
  }

  /**
   * Gathers one piece of what remains, so that the JDK does not copy all for the sake of what fits.
   *
   * @return whether all of the piece was taken, so that there may be room for more
   */
  private boolean writePiece(ByteBuffer[] from, int first) throws IOException {
    int room = PIECE;
    int end = first;
    while (end < from.length && from[end].remaining() <= room) {
      room -= from[end].remaining();
      end++;
    }
    if (end == from.length || room == 0) {
      return gather(from, first, end) == PIECE - room;
    }
    ByteBuffer last = from[end];
    int limit = last.limit();
    last.limit(last.position() + room);
    try {
      return gather(from, first, end + 1) == PIECE;
    } finally {
      last.limit(limit);
    }
  }

  private long gather(ByteBuffer[] from, int first, int end) throws IOException {
    long written = channel.write(from, first, end - first);
    watch().moved(written);
    return written;
  }

  /**
   * The same for one buffer. Writes several pieces at most; what is left has to wait until there is
   * room, as if there were none, which yields.
   */
  boolean tryWrite(ByteBuffer from) throws IOException {
    int most = from.isDirect() ? DIRECT_PIECE : PIECE;
    for (int i = 0; i < PIECES && (i == 0 || !watch().isSpent()); i++) {
      int piece = Math.min(from.remaining(), most);
      if (writePiece(from, piece) < piece || !from.hasRemaining()) {
        break;
      }
    }
    return !from.hasRemaining();
  }

  private int writePiece(ByteBuffer from, int piece) throws IOException {
    int end = from.limit();
    from.limit(from.position() + piece);
    try {
      int written = channel.write(from);
      watch().moved(written);
      return written;
    } finally {
      from.limit(end);
    }
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
