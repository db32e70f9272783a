package dev.weft.benchmarks.server;

import dev.weft.benchmarks.threads.VirtualThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A virtual thread for each connection, with blocking calls. */
final class ThreadServer implements Server {

  private final ServerSocket server;
  private final Protocol protocol;
  private final Set<Socket> peers = ConcurrentHashMap.newKeySet();

  ThreadServer(Protocol protocol) throws IOException {
    this.protocol = protocol;
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread unused = VirtualThreads.start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket peer = server.accept();
        peer.setTcpNoDelay(true);
        peers.add(peer);
        Thread unused = VirtualThreads.start(() -> serve(peer));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket peer) {
    ByteBuffer in = ByteBuffer.allocate(Protocol.IN_BYTES);
    ByteBuffer out = ByteBuffer.allocate(Protocol.OUT_BYTES);
    try (peer) {
      int count;
      while ((count = peer.getInputStream().read(in.array(), in.position(), in.remaining())) >= 0) {
        protocol.answer(in.position(in.position() + count).flip(), out);
        in.compact();
        peer.getOutputStream().write(out.array(), 0, out.position());
        out.clear();
      }
    } catch (IOException gone) {
      return;
    } finally {
      peers.remove(peer);
    }
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket peer : peers) {
      peer.close();
    }
  }
}
