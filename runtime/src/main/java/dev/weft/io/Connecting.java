package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.FrameLayout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One call of connect: resolves the name if need be, then tries one address after the other. */
@FrameLayout(
    owner = "dev.weft.io.TcpChannel",
    method = "connect",
    descriptor = "(Ljava/net/InetSocketAddress;)Ldev/weft/io/TcpChannel;",
    file = "TcpChannel.java",
    points = {})
final class Connecting extends Attempt {

  private final InetSocketAddress to;
  private final ArrayDeque<InetSocketAddress> left = new ArrayDeque<>();
  private volatile InetAddress @Nullable [] resolved;
  private volatile @Nullable IOException unresolved;
  private @Nullable SocketChannel channel;
  private @Nullable IOException firstFailure;
  private @Nullable TcpChannel result;
  private boolean resolving;

  Connecting(EventLoop loop, InetSocketAddress to) {
    super(loop, null);
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
    try {
      return isConnected();
    } catch (IOException failure) {
      return tryNext(failure);
    }
  }

  private boolean takeResolved() throws IOException {
    IOException failure = unresolved;
    if (failure != null) {
      throw failure;
    }
    InetAddress[] addresses = resolved;
    if (addresses == null) {
      return false;
    }
    resolving = false;
    for (InetAddress address : addresses) {
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
        throw firstFailure != null ? firstFailure : new ConnectException("no address");
      }
      current = SocketChannel.open();
      current.configureBlocking(false);
      watch(loop().watch(current));
      channel = current;
      if (!current.connect(next)) {
        return false;
      }
    } else if (!current.finishConnect()) {
      return false;
    }
    result = new TcpChannel(loop(), watch(), current);
    return true;
  }

  private boolean tryNext(IOException failure) throws IOException {
    gaveUp();
    if (firstFailure == null) {
      firstFailure = failure;
    } else if (firstFailure != failure) {
      firstFailure.addSuppressed(failure);
    }
    if (left.isEmpty()) {
      throw firstFailure;
    }
    return attempt();
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
      resolved = InetAddress.getAllByName(to.getHostString());
    } catch (UnknownHostException unknown) {
      unresolved = unknown;
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
