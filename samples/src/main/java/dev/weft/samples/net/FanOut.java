package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.TaskScope.Joiner;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends all its requests in one scope, so many at a time; the first that fails cancels the others.
 *
 * <p>The server is its own. Counters are plain fields: one thread runs all of it, a step at a time.
 */
@Command(
    name = "FanOut",
    description = "Sends requests, so many at a time; the first failure cancels the others.")
public final class FanOut extends NetSample {

  private static final Duration THINKING = Duration.ofMillis(5);

  @Option(names = "--requests", defaultValue = "1000", description = "how many requests")
  private int requests;

  @Option(names = "--at-once", defaultValue = "20", description = "requests under way at a time")
  private int atOnce;

  @Option(names = "--missing", defaultValue = "-1", description = "the page that is not there")
  private int missing;

  private int busy;
  private int most;
  private int cancelled;

  /** Ends when all has been answered, or a request has failed. */
  public static void main(String[] args) {
    main(new FanOut(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      Task<?> site =
          Weft.start(() -> new HttpService(path -> page(path), new Figures()).run(server));
      say(
          String.format(
              Locale.ROOT,
              "%,d requests, %d at a time, to http:/%s",
              requests,
              atOnce,
              server.address()));
      long start = System.nanoTime();
      askAndTell(server.address());
      tellFigures(System.nanoTime() - start);
      site.cancel(false);
    }
  }

  @Async
  private void askAndTell(InetSocketAddress site) {
    try {
      long bytes = askAll(site).stream().mapToLong(length -> length).sum();
      say(String.format(Locale.ROOT, "all answered: %,d bytes", bytes));
    } catch (Exception failure) {
      say("failed: " + failure.getMessage());
    }
  }

  /** The lengths of all pages, in order. When this ends, so has every request. */
  @Async
  private List<Integer> askAll(InetSocketAddress site) {
    var permits = new Permits(atOnce);
    try (var scope = TaskScope.open(Joiner.<Integer>allSuccessfulOrThrow())) {
      for (int i = 0; i < requests; i++) {
        int number = i;
        var unused = scope.fork(() -> askWhenPermitted(site, number, permits));
      }
      return scope.join();
    }
  }

  @Async
  private int askWhenPermitted(InetSocketAddress site, int number, Permits permits)
      throws IOException {
    boolean answered = false;
    try {
      permits.acquire();
      try {
        int length = ask(site, number);
        answered = true;
        return length;
      } finally {
        permits.release();
      }
    } finally {
      cancelled += answered ? 0 : 1;
    }
  }

  @Async
  private int ask(InetSocketAddress site, int number) throws IOException {
    long start = System.nanoTime();
    most = Math.max(most, ++busy);
    figures.opened();
    try (HttpFetcher fetcher = HttpFetcher.connect(site)) {
      HttpFetcher.Answer answer = fetcher.get("/" + number);
      if (answer.status() != 200) {
        throw new IOException("page " + number + " answered " + answer.status());
      }
      figures.answered(start);
      return answer.body().remaining();
    } finally {
      figures.closed();
      busy--;
    }
  }

  private void tellFigures(long nanos) {
    double seconds = nanos / 1e9;
    say(figures.line((long) (figures.done() / seconds)));
    say(
        String.format(
            Locale.ROOT,
            "%,d answered, %,d failed or cancelled, %d under way now, at most %d at a time",
            figures.done(),
            cancelled,
            busy,
            most));
  }

  /** The server thinks for a while about each page. */
  @Async
  private byte @Nullable [] page(String path) {
    Weft.delay(THINKING);
    int number = Integer.parseInt(path.substring(1));
    return number == missing ? null : ("page " + number + "\n").getBytes(UTF_8);
  }
}
