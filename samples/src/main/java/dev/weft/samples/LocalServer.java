package dev.weft.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other side: an HTTP server on an ephemeral port of 127.0.0.1 that knows what rooms cost.
 *
 * <p>{@code /later} answers after a while, {@code /together} once {@link #release} has been called;
 * no thread waits meanwhile, only the open exchanges lie in a queue. Any thread may call this.
 */
final class LocalServer implements AutoCloseable {

  /** Longer than any crowd here; the operating system may cut it down, connecting takes turns. */
  private static final int BACKLOG = 16_384;

  private static final int LONGEST_QUESTION = 100;

  private final HttpServer http;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(2, DaemonThreads.named("server"));
  private final Executor afterDelay;
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger heldCount = new AtomicInteger();
  private volatile boolean released;
  private volatile CompletableFuture<Void> laterMayAnswer = CompletableFuture.completedFuture(null);

  /** Starts a server whose {@code /later} takes {@code delay}. */
  LocalServer(Duration delay) throws IOException {
    afterDelay =
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, workers);
    http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    http.setExecutor(workers);
    http.createContext("/later", this::later);
    http.createContext("/together", this::together);
    http.start();
  }

  /** The price that both addresses answer with. */
  static int priceOf(int room) {
    return 100 + room;
  }

  /** Where the server is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
  }

  /** How many requests for {@code /together} have arrived in full, answered or not. */
  int arrived() {
    return heldCount.get();
  }

  /** Answers everything that is held back, and from now on at once. */
  void release() {
    released = true;
    answerHeld();
  }

  /** From now on, {@code /later} answers nobody before the result is completed. */
  CompletableFuture<Void> holdLater() {
    var mayAnswer = new CompletableFuture<Void>();
    laterMayAnswer = mayAnswer;
    return mayAnswer;
  }

  private void later(HttpExchange exchange) throws IOException {
    String answer = answerTo(exchange);
    CompletableFuture<Void> mayAnswer = laterMayAnswer;
    afterDelay.execute(
        () -> {
          var unused = mayAnswer.thenRunAsync(() -> send(exchange, answer), workers);
        });
  }

  private void together(HttpExchange exchange) throws IOException {
    String answer = answerTo(exchange);
    held.add(() -> send(exchange, answer));
    heldCount.incrementAndGet();
    if (released) { // looked at after adding: one of the two threads sees the other's write
      answerHeld();
    }
  }

  private void answerHeld() {
    for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
      workers.execute(answer);
    }
  }

  private static String answerTo(HttpExchange exchange) throws IOException {
    String question = new String(exchange.getRequestBody().readNBytes(LONGEST_QUESTION), US_ASCII);
    return String.valueOf(priceOf(Integer.parseInt(question.replaceAll("\\D", ""))));
  }

  private static void send(HttpExchange exchange, String answer) {
    byte[] bytes = answer.getBytes(US_ASCII);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(bytes);
      }
    } catch (IOException e) {
      // the client has gone; it has seen the failure itself
    }
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
