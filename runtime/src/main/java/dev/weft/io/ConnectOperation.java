package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.util.SneakyThrow;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of connect: resolves the name if need be, then tries one address after the other.
 *
 * <p>The channel belongs to this call, which closes it whatever it fails with, until the connection
 * is handed over, in the same step of the coroutine that finds it made. What a helper thread finds
 * out about the name lies in {@code resolution}; if the call is cancelled, nobody looks at it.
 */
@FrameLayout(
    owner = "dev.weft.io.TcpChannel",
    method = "connect",
    descriptor = "(Ljava/net/InetSocketAddress;)Ldev/weft/io/TcpChannel;",
    file = "TcpChannel.java",
    points = {})
final class ConnectOperation extends ChannelOperation {

  /** Asks for the addresses of a host; blocks. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws IOException;
  }

  private final Resolver resolver;
  private final InetSocketAddress to;
  private final ArrayDeque<InetSocketAddress> left = new ArrayDeque<>();

  /** The addresses, or the failure to find them. */
  private volatile @Nullable Object resolution;

  private @Nullable SocketChannel channel;
  private @Nullable IOException firstFailure;
  private @Nullable TcpChannel result;
  private boolean resolving;

  ConnectOperation(EventLoop loop, InetSocketAddress to) {
    this(loop, to, InetAddress::getAllByName);
  }

  ConnectOperation(EventLoop loop, InetSocketAddress to, Resolver resolver) {
    super(loop, null);
    this.resolver = resolver;
    this.to = to;
  }

  @Nullable TcpChannel connect(Carrier carrier, @Nullable Duration limit) throws IOException {
    if (to.isUnresolved()) {
      resolving = true;
    } else {
      left.add(to);
    }
    begin(carrier, limit);
    return result;
  }

  @Override
  boolean attempt() throws IOException {
    if (resolving && !takeResolved()) {
      return false;
    }
    while (true) {
      try {
        return isConnected();
      } catch (IOException failure) {
        failWith(failure);
      }
    }
  }

  private boolean takeResolved() throws IOException {
    Object known = resolution;
    if (known == null) {
      return false;
    }
    if (known instanceof Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
    resolving = false;
    for (InetAddress address : (InetAddress[]) known) {
      left.add(new InetSocketAddress(address, to.getPort()));
    }
    return true;
  }

  /** Begins with the next address, or looks how far the present one is. */
  private boolean isConnected() throws IOException {
    SocketChannel current = channel;
    if (current == null) {
      InetSocketAddress next = left.poll();
      if (next == null) {
        throw new ConnectException("no address");
      }
      if (!isConnectedAtOnce(next)) {
        return false;
      }
    } else if (current.finishConnect()) {
      watch().connected();
    } else {
      return false;
    }
    result = new TcpChannel(loop(), watch(), Objects.requireNonNull(channel));
    channel = null; // the result's
    return true;
  }

  private boolean isConnectedAtOnce(InetSocketAddress next) throws IOException {
    SocketChannel opened = SocketChannel.open();
    watch(ChannelOpening.begin(loop(), opened));
    channel = opened;
    try {
      return opened.connect(next);
    } catch (UnsupportedAddressTypeException refused) {
      throw new ConnectException("no connections to such addresses from here: " + next);
    }
  }

  /** Goes on with the next address, if there is one. */
  private void failWith(IOException failure) throws IOException {
    gaveUp();
    IOException first = firstFailure;
    if (first == null) {
      first = failure;
      firstFailure = failure;
    } else if (first != failure) {
      first.addSuppressed(failure);
    }
    if (left.isEmpty()) {
      throw first;
    }
  }

  @Override
  void await() {
    if (resolving) {
      loop().executeBlocking(this::resolve);
    } else {
      super.await();
    }
  }

  private void resolve() {
    try {
      resolution = resolver.resolve(to.getHostString());
    } catch (Throwable failure) { // the coroutine's, not this thread's
      resolution = failure;
    }
    boolean unused = wake();
  }

  @Override
  public int interest() {
    return SelectionKey.OP_CONNECT;
  }

  /** Nobody else knows the channel. */
  @Override
  void gaveUp() {
    if (channel != null) {
      watch().close();
    }
    watch(null);
    channel = null;
  }

  @Override
  void leaveResult(Carrier carrier) {
    carrier.putObject(result);
  }

  @Override
  String what() {
    return "connect to " + to;
  }
}
