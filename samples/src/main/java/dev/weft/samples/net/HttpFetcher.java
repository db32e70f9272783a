package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.annotations.Async;
import dev.weft.io.BufferedInput;
import dev.weft.io.TcpChannel;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;

/** One connection to an HTTP/1.1 server, kept alive; requests may be sent ahead of answers. */
final class HttpFetcher implements AutoCloseable {

  private static final int MOST_BYTES = 64 << 20;

  private final TcpChannel peer;
  private final BufferedInput input;

  private HttpFetcher(TcpChannel peer) {
    this.peer = peer;
    input = new BufferedInput(peer);
  }

  @Async
  static HttpFetcher connect(InetSocketAddress to) throws IOException {
    return new HttpFetcher(TcpChannel.connect(to));
  }

  /** An answer. */
  record Answer(int status, ByteBuffer body) {}

  @Async
  Answer get(String path) throws IOException {
    ask(path);
    return receive();
  }

  /** Sends a request; its answer comes after those of all that were sent before. */
  @Async
  void ask(String path) throws IOException {
    peer.write(
        ByteBuffer.wrap(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1)));
  }

  @Async
  Answer receive() throws IOException {
    String status = line();
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).trim());
      }
    }
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("an answer of " + length + " bytes");
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    input.readFully(body);
    int code = status.indexOf(' ') + 1; // HTTP/1.1 200 OK
    return new Answer(Integer.parseInt(status, code, code + 3, 10), body.flip());
  }

  @Async
  private String line() throws IOException {
    String line = input.readLine();
    if (line == null) {
      throw new EOFException("the server has ended in the middle of an answer");
    }
    return line;
  }

  @Override
  public void close() {
    peer.close();
  }
}
