package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.woven.WovenCarrier;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port on which connections are accepted. See the package for what its operations have in
 * common.
 *
 * <p>If the process has no descriptor left for a connection, {@link #accept()} does not fail: it
 * logs one warning, waits, and tries again until there is one.
 */
public final class TcpServer implements Closeable {

  private static final int BACKLOG = 4096;

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final ChannelRegistration watch;
  private final InetSocketAddress address;
  private @Nullable AcceptOperation accepting;
  private @Nullable Duration timeout;
  private boolean everWarned;
  private long lastWarned;

  private TcpServer(EventLoop loop, ServerSocketChannel channel) throws IOException {
    this.loop = loop;
    this.channel = channel;
    address = (InetSocketAddress) channel.getLocalAddress();
    watch = ChannelOpening.begin(loop, channel);
  }

  /**
   * Opens a port; connections can come from now on. Does not suspend. Any thread.
   *
   * @param loop what watches the port
   * @param at where; port 0 for any that is free
   * @throws IOException if it is taken, say, or the loop has been closed
   */
  public static TcpServer listen(EventLoop loop, InetSocketAddress at) throws IOException {
    IoFailures.checkResolved("listen on ", at);
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(at, BACKLOG);
      return new TcpServer(loop, channel);
    } catch (IOException failure) {
      ChannelOpening.close(channel, failure);
      throw IoFailures.during("listen on " + at, failure);
    } catch (Throwable failure) {
      ChannelOpening.close(channel, failure);
      throw failure;
    }
  }

  /** On the event loop of the coroutine that calls this. */
  public static TcpServer listen(InetSocketAddress at) throws IOException {
    return listen(EventLoop.current(), at);
  }

  /**
   * Suspends until a peer connects.
   *
   * @return the connection, watched by this server's loop
   * @throws IOException if the port is closed
   */
  @Async
  public TcpChannel accept() throws IOException {
    return accept(loop);
  }

  /**
   * See {@link #accept()}.
   *
   * @hidden
   */
  public @Nullable TcpChannel accept(int room, WovenCarrier carrier) throws IOException {
    return accept(loop, room, carrier);
  }

  /**
   * Suspends until a peer connects.
   *
   * @param server the loop that is to watch the connection
   * @return the connection
   * @throws IOException if the port is closed, or {@code server} has been; then the connection is
   *     closed, and the port still accepts for others
   */
  @Async
  public TcpChannel accept(EventLoop server) throws IOException {
    WovenCarrier carrier = WovenCarrier.current();
    TcpChannel accepted = accept(server, Carrier.MAX_DEPTH, carrier);
    return (TcpChannel)
        Objects.requireNonNull(carrier.isUnwinding() ? carrier.blockObject() : accepted);
  }

  /**
   * See {@link #accept(EventLoop)}.
   *
   * @hidden
   */
  public @Nullable TcpChannel accept(EventLoop server, int room, WovenCarrier carrier)
      throws IOException {
    AcceptOperation known = ChannelOperation.again(accepting, "accepts");
    if (known == null) {
      known = new AcceptOperation(this, loop, watch, channel);
      accepting = known;
    }
    return known.accept(server, carrier, timeout);
  }

  /** Whether to warn of something now that goes on: not if that was done within {@code quiet}. */
  boolean isNews(long now, long quiet) {
    boolean news = !everWarned || now - lastWarned > quiet;
    everWarned = true;
    lastWarned = now;
    return news;
  }

  /** Limits how long accepting may take from now on; null for no limit, as at first. */
  public void timeout(@Nullable Duration limit) {
    timeout = limit;
  }

  /** Where this listens, with the port that was free. */
  public InetSocketAddress address() {
    return address;
  }

  /** Sets an option of the socket. */
  public <T> void option(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
  }

  /** Whether {@link #close} has not been called. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes the port; who is suspended in accept fails. Any thread; more than once. */
  @Override
  public void close() {
    watch.close();
  }

  @Override
  public String toString() {
    return "TcpServer[" + address + "]";
  }
}
