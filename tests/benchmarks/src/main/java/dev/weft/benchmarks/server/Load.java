package dev.weft.benchmarks.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Drives a server over many connections from one thread, each connection as fast as it is answered.
 */
public final class Load {

  private static final int DIGITS = 3;

  private final Protocol protocol;
  private final InetSocketAddress server;

  /** Nanoseconds of the exchanges that began after warming up. */
  private final Histogram latencies = new Histogram(DIGITS);

  private boolean measuring;
  private boolean over;

  private Load(Protocol protocol, int port) {
    this.protocol = protocol;
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** {@code PROTOCOL PORT CONNECTIONS WARM-UP-SECONDS SECONDS}: prints figures as JSON. */
  public static void main(String[] args) throws IOException {
    var load = new Load(Protocol.valueOf(args[0]), Integer.parseInt(args[1]));
    int connections = Integer.parseInt(args[2]);
    Duration warmUp = Duration.ofSeconds(Integer.parseInt(args[3]));
    Duration time = Duration.ofSeconds(Integer.parseInt(args[4]));
    long nanos;
    try (EventLoop loop = Schedulers.eventLoop()) {
      nanos = Weft.run(loop, () -> load.drive(connections, warmUp, time));
    }
    var result = new ObjectMapper().createObjectNode();
    result.put("requestsPerSecond", load.latencies.getTotalCount() * 1e9 / nanos);
    for (double percentile : new double[] {50, 99, 99.9}) {
      double millis = load.latencies.getValueAtPercentile(percentile) / 1e6;
      result.put("p" + String.valueOf(percentile).replace(".0", ""), millis);
    }
    System.out.println(result);
  }

  /** Returns how long was measured, in nanoseconds. */
  @Async
  private long drive(int connections, Duration warmUp, Duration time) throws IOException {
    List<Task<?>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      TcpChannel peer = TcpChannel.connect(server);
      tasks.add(Weft.start(() -> exchange(peer)));
    }
    Weft.delay(warmUp);
    measuring = true;
    long start = System.nanoTime();
    Weft.delay(time);
    over = true;
    long nanos = System.nanoTime() - start;
    for (Task<?> task : tasks) {
      Weft.await(task);
    }
    return nanos;
  }

  @Async
  private void exchange(TcpChannel peer) throws IOException {
    try (peer) {
      ByteBuffer request = ByteBuffer.allocateDirect(Protocol.IN_BYTES);
      request.put(protocol.request()).flip();
      ByteBuffer answer = ByteBuffer.allocateDirect(Protocol.OUT_BYTES);
      while (!over) {
        boolean counts = measuring;
        long start = System.nanoTime();
        peer.write(request.rewind());
        readAnswer(peer, answer.clear());
        if (counts && !over) {
          latencies.recordValue(System.nanoTime() - start);
        }
      }
    }
  }

  @Async
  private void readAnswer(TcpChannel peer, ByteBuffer answer) throws IOException {
    int end;
    do {
      if (peer.read(answer) < 0) {
        throw new IOException("the server closed the connection");
      }
      end = protocol.answerEnd(answer.duplicate().flip());
    } while (answer.position() < end);
    if (answer.position() > end) {
      throw new IOException("more was answered than asked: " + answer.position() + " bytes");
    }
  }
}
