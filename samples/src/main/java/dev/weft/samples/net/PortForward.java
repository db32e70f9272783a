package dev.weft.samples.net;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Forwards connections to another port. A side that does not read holds up the other side's
 * reading, not the program: each direction keeps one buffer and reads only when it is written.
 */
@Command(name = "PortForward", description = "Forwards connections to another port.")
public final class PortForward extends NetSample {

  @Parameters(index = "0", paramLabel = "PORT", description = "the port to forward to")
  private int target;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "its host")
  private String host = "127.0.0.1";

  @Option(names = "--buffer", defaultValue = "16384", description = "bytes in each direction")
  private int size;

  /** Runs until it is stopped. */
  public static void main(String[] args) {
    main(new PortForward(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      say("forwarding " + server.address() + " to " + host + ":" + target);
      while (true) {
        TcpChannel peer = server.accept();
        Task<?> unused = Weft.start(() -> forward(peer));
      }
    }
  }

  @Async
  private void forward(TcpChannel client) {
    figures.opened();
    try (client;
        TcpChannel service = TcpChannel.connect(InetSocketAddress.createUnresolved(host, target))) {
      Task<?> back = Weft.start(() -> pump(service, client));
      try {
        pump(client, service);
        Weft.await(back);
      } finally {
        back.cancel(false);
      }
    } catch (IOException broken) {
      say("gave up: " + broken.getMessage());
    } finally {
      figures.closed();
    }
  }

  @Async
  private void pump(TcpChannel from, TcpChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    while (from.read(buffer.clear()) >= 0) {
      long start = System.nanoTime();
      to.write(buffer.flip());
      figures.answered(start);
    }
    to.shutdownOutput();
  }
}
