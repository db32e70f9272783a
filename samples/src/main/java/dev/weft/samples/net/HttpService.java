package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.BufferedInput;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 for pages that do not change: keeps connections alive, answers pipelined requests in
 * their order, one after the other, and limits how many and how long.
 */
final class HttpService {

  private static final int MOST_REQUESTS = 10_000;
  private static final int MOST_HEADERS = 100;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** What there is to see. */
  interface Pages {
    /** The page at a path, or null if there is none. */
    @Async
    byte @Nullable [] find(String path) throws IOException;
  }

  private final Pages pages;
  private final Figures figures;

  HttpService(Pages pages, Figures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  @Async
  void run(TcpServer server) throws IOException {
    while (true) {
      TcpChannel peer = server.accept();
      Task<?> unused = Weft.start(() -> serve(peer));
    }
  }

  @Async
  private void serve(TcpChannel peer) throws IOException {
    figures.opened();
    try (peer) {
      peer.timeout(IDLE);
      var input = new BufferedInput(peer);
      boolean goesOn = true;
      for (int i = 1; goesOn; i++) {
        goesOn = answerNext(peer, input, i < MOST_REQUESTS);
      }
      peer.shutdownOutput();
    } finally {
      figures.closed();
    }
  }

  /** Whether the connection goes on afterwards. */
  @Async
  private boolean answerNext(TcpChannel peer, BufferedInput input, boolean mayGoOn)
      throws IOException {
    String request = input.readLine();
    if (request == null) {
      return false;
    }
    long start = System.nanoTime();
    boolean keepsAlive = request.endsWith(" HTTP/1.1") && mayGoOn;
    int headers = 0;
    for (String line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (++headers > MOST_HEADERS || hasBody(header)) {
        send(peer, "400 Bad Request", false, new byte[0]);
        return false;
      }
      keepsAlive &= !header.equals("connection: close");
    }
    String[] words = request.split(" ", -1);
    if (words.length != 3 || !words[0].equals("GET")) {
      send(peer, "501 Not Implemented", false, new byte[0]);
      return false;
    }
    byte[] page = pages.find(words[1]);
    send(peer, page == null ? "404 Not Found" : "200 OK", keepsAlive, page);
    figures.answered(start);
    return keepsAlive;
  }

  private static boolean hasBody(String header) {
    return header.startsWith("transfer-encoding:")
        || (header.startsWith("content-length:") && !header.endsWith(" 0"));
  }

  @Async
  private static void send(
      TcpChannel peer, String status, boolean keepsAlive, byte @Nullable [] page)
      throws IOException {
    byte[] body = page == null ? new byte[0] : page;
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Length: "
            + body.length
            + (keepsAlive ? "" : "\r\nConnection: close")
            + "\r\n\r\n";
    peer.write(ByteBuffer.wrap(head.getBytes(ISO_8859_1)), ByteBuffer.wrap(body));
  }
}
