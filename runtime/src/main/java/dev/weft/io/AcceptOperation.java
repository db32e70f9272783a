package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.loop.ChannelRegistration;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The calls of accept on one port, one after the other.
 *
 * <p>A connection is taken from the backlog in the step of the coroutine that gets it, so there is
 * no time at which it belongs to nobody. One that breaks while it is set up is its peer's matter:
 * it is closed and the next is taken.
 */
@FrameLayout(
    owner = "dev.weft.io.TcpServer",
    method = "accept",
    descriptor = "()Ldev/weft/io/TcpChannel;",
    file = "TcpServer.java",
    points = {})
final class AcceptOperation extends ChannelOperation {

  private static final long FIRST_PAUSE = Duration.ofMillis(10).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

  /** Only after so long without it, being out of descriptors is news again. */
  private static final long QUIET = Duration.ofSeconds(30).toNanos();

  /**
   * Failures in a row that are not for want of descriptors: some concern one connection only
   * (accept(2) lists them), or a descriptor has become free just after.
   */
  private static final int MOST_UNEXPLAINED = 3;

  private final TcpServer server;
  private final ServerSocketChannel channel;
  private EventLoop serving;
  private @Nullable TcpChannel accepted;
  private long pause;
  private int unexplained;
  private boolean paused;
  private volatile @Nullable Runnable retry;

  AcceptOperation(
      TcpServer server, EventLoop loop, ChannelRegistration watch, ServerSocketChannel channel) {
    super(loop, watch);
    this.server = server;
    this.channel = channel;
    serving = loop;
  }

  @Nullable TcpChannel accept(EventLoop on, Carrier carrier, @Nullable Duration limit)
      throws IOException {
    serving = on;
    begin(carrier, limit);
    TcpChannel result = accepted;
    accepted = null;
    return result;
  }

  @Override
  boolean attempt() throws IOException {
    paused = false;
    SocketChannel next;
    try {
      next = channel.accept();
    } catch (ClosedChannelException closed) {
      throw closed;
    } catch (IOException failure) {
      unexplained = isExhaustion() ? 0 : unexplained + 1;
      if (unexplained > MOST_UNEXPLAINED) {
        throw failure;
      }
      pause(failure);
      return false;
    }
    pause = 0;
    unexplained = 0;
    if (next == null) {
      return false;
    }
    watch().moved(0);
    accepted = connection(next);
    if (accepted == null) { // others may have come
      giveWay();
    }
    return accepted != null;
  }

  /** Null if it broke. */
  private @Nullable TcpChannel connection(SocketChannel next) throws IOException {
    ChannelRegistration watch = ChannelOpening.begin(serving, next);
    try {
      return new TcpChannel(serving, watch, next);
    } catch (IOException broken) {
      boolean withLoop = !next.isOpen();
      watch.close();
      if (withLoop) {
        throw IoFailures.closed(serving, broken);
      }
      return null;
    } catch (Throwable failure) {
      watch.close();
      throw failure;
    }
  }

  /**
   * Whether no socket can be opened at all. The failure of an accept does not say so: the JDK has
   * only the operating system's text for it, which is in the user's language.
   */
  private static boolean isExhaustion() {
    try {
      SocketChannel.open().close();
      return false;
    } catch (IOException exhausted) {
      return true;
    }
  }

  private void pause(IOException failure) {
    paused = true;
    pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
    warn(
        unexplained == 0
            ? " accepts no connections until descriptors are free again: "
                + failure.getMessage()
                + "; raise the limit (ulimit -n), or close connections"
            : " could not accept a connection, and tries again: " + failure.getMessage());
  }

  private void warn(String what) {
    if (server.isNews(System.nanoTime(), QUIET)) {
      System.getLogger(TcpServer.class.getName()).log(Level.WARNING, server + what);
    }
  }

  @Override
  void await() {
    if (paused) {
      retry = loop().scheduleAfter(pause, this::wake);
      if (isGone()) {
        clear(); // cancelled before there was anything to clear
      }
    } else {
      super.await();
    }
  }

  @Override
  void clear() {
    Runnable pending = retry;
    if (pending != null) {
      retry = null;
      pending.run();
    }
  }

  @Override
  public int interest() {
    return SelectionKey.OP_ACCEPT;
  }

  @Override
  void leaveResult(Carrier carrier) {
    carrier.putObject(accepted);
    accepted = null;
  }

  @Override
  String what() {
    return "accept on " + server.address();
  }
}
