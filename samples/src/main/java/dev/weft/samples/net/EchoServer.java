package dev.weft.samples.net;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import picocli.CommandLine.Command;

/** Sends everything back: one coroutine for each connection, all on one thread. */
@Command(name = "EchoServer", description = "Sends everything back.")
public final class EchoServer extends NetSample {

  private static final int BUFFER = 4096;

  /** Runs until it is stopped. */
  public static void main(String[] args) {
    main(new EchoServer(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      say("echo server at " + server.address());
      while (true) {
        TcpChannel peer = server.accept();
        Task<?> unused = Weft.start(() -> serve(peer));
      }
    }
  }

  @Async
  private void serve(TcpChannel peer) throws IOException {
    figures.opened();
    try (peer) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (peer.read(buffer.clear()) >= 0) {
        long start = System.nanoTime();
        peer.write(buffer.flip());
        figures.answered(start);
      }
    } finally {
      figures.closed();
    }
  }
}
