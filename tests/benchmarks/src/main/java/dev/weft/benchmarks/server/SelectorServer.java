package dev.weft.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A loop over a selector, written by hand: what the others may be measured by. */
final class SelectorServer implements Server {

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Protocol protocol;
  private final Thread thread = new Thread(this::run, "selector");
  private volatile boolean closed;

  /** A connection's buffers. */
  private static final class Peer {
    final ByteBuffer in = ByteBuffer.allocateDirect(Protocol.IN_BYTES);
    final ByteBuffer out = ByteBuffer.allocateDirect(Protocol.OUT_BYTES);
  }

  SelectorServer(Protocol protocol) throws IOException {
    this.protocol = protocol;
    server.bind(Server.anyPort(), BACKLOG).configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    thread.start();
  }

  private void run() {
    try (selector;
        server) {
      while (!closed) {
        selector.select(this::ready);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else if (key.isWritable()) {
        write(key, (Peer) key.attachment());
      } else {
        read(key, (Peer) key.attachment());
      }
    } catch (IOException gone) {
      close(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel peer = server.accept();
    if (peer != null) {
      peer.configureBlocking(false);
      peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
      peer.register(selector, SelectionKey.OP_READ, new Peer());
    }
  }

  private void read(SelectionKey key, Peer peer) throws IOException {
    if (((SocketChannel) key.channel()).read(peer.in) < 0) {
      close(key);
      return;
    }
    protocol.answer(peer.in.flip(), peer.out);
    peer.in.compact();
    peer.out.flip();
    write(key, peer);
  }

  /** Reads no more from a peer until it has taken its answers. */
  private static void write(SelectionKey key, Peer peer) throws IOException {
    ((SocketChannel) key.channel()).write(peer.out);
    boolean all = !peer.out.hasRemaining();
    if (all) {
      peer.out.clear();
    }
    int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException gone) {
      key.cancel();
    }
  }

  @Override
  public int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
