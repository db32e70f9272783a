package dev.weft.benchmarks.server;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A coroutine for each connection. */
final class WeftServer implements Server {

  private final EventLoop loop = Schedulers.eventLoop();
  private final Protocol protocol;
  private final TcpServer server;

  WeftServer(Protocol protocol) throws IOException {
    this.protocol = protocol;
    server = TcpServer.listen(loop, Server.anyPort());
    Task<?> unused = Weft.start(loop, this::accept);
  }

  @Async
  private void accept() throws IOException {
    while (true) {
      TcpChannel peer = server.accept();
      Task<?> unused = Weft.start(() -> serve(peer));
    }
  }

  @Async
  private void serve(TcpChannel peer) throws IOException {
    try (peer) {
      ByteBuffer in = ByteBuffer.allocateDirect(Protocol.IN_BYTES);
      ByteBuffer out = ByteBuffer.allocateDirect(Protocol.OUT_BYTES);
      while (peer.read(in) >= 0) {
        protocol.answer(in.flip(), out);
        in.compact();
        peer.write(out.flip());
        out.clear();
      }
    }
  }

  @Override
  public int port() {
    return server.address().getPort();
  }

  @Override
  public void close() {
    loop.close();
  }
}
