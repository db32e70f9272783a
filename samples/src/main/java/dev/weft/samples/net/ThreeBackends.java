package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Context;
import dev.weft.concurrent.TaskScope;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A service that asks three backends at once for each page: for the price, which it needs; for the
 * stock, which it does without if that is late; for reviews, whose failure does no harm.
 *
 * <p>The backends are its own. They are well for product 0; for product 1 the stock never answers,
 * for 2 there are no reviews, for 3 there is no price, for 4 the price never answers; and so on
 * again from 5.
 */
@Command(
    name = "ThreeBackends",
    description = "A service that asks three backends, with deadlines and fallbacks.")
public final class ThreeBackends extends NetSample {

  private static final int CASES = 5;
  private static final Duration THINKING = Duration.ofMillis(2);
  private static final Duration NEVER = Duration.ofDays(1);

  @Option(names = "--pages", defaultValue = "5", description = "how many are asked for at once")
  private int pages;

  @Option(names = "--deadline", defaultValue = "1000", description = "for the stock, in ms")
  private int deadline;

  @Option(names = "--limit", defaultValue = "2000", description = "for a whole page, in ms")
  private int limit;

  /** What is known, wherever a request leads, of whose it is. */
  private static final Context.Key<Request> REQUEST = Context.key("request");

  private record Request(String name, int product, InetSocketAddress backends) {}

  /** Ends when all pages have been made, or have failed. */
  public static void main(String[] args) {
    main(new ThreeBackends(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      Task<?> backends =
          Weft.start(() -> new HttpService(path -> answer(path), new Figures()).run(server));
      var tasks = new ArrayList<Task<String>>();
      for (int product = 0; product < pages; product++) {
        var request = new Request("request-" + product, product, server.address());
        tasks.add(Weft.start(request.name(), () -> serve(request)));
      }
      tell(tasks);
      backends.cancel(false);
    }
    say(figures.line(figures.done()));
  }

  /** A failure is that of one page. */
  @Async
  private static void tell(List<Task<String>> tasks) {
    for (Task<String> each : tasks) {
      try {
        say(Weft.await(each));
      } catch (Exception failure) {
        say(each.toString()); // with the request's name, and the failure
      }
    }
  }

  @Async
  private String serve(Request request) {
    return request.name() + ": " + Context.where(REQUEST, request).call(() -> page());
  }

  /** The page that the request is for. When this ends, so have all three questions. */
  @Async
  private String page() throws IOException {
    try (var scope =
        TaskScope.<String>open(config -> config.withTimeout(Duration.ofMillis(limit)))) {
      Task<String> price = scope.fork(() -> ask("price"));
      Task<String> stock = scope.fork(() -> stockOrUnknown());
      Task<String> reviews = scope.fork(() -> reviewsOrNone());
      scope.join();
      return String.join(", ", price.resultNow(), stock.resultNow(), reviews.resultNow());
    }
  }

  @Async
  private String stockOrUnknown() throws IOException {
    try {
      return Weft.withDeadline(Duration.ofMillis(deadline), () -> ask("stock"));
    } catch (TimeoutException late) {
      return "stock unknown";
    }
  }

  /** Catches no cancellation: that is no failure of the backend. */
  @Async
  private String reviewsOrNone() {
    try {
      return ask("reviews");
    } catch (IOException failure) {
      return "no reviews";
    }
  }

  @Async
  private String ask(String what) throws IOException {
    Request request = REQUEST.get();
    long start = System.nanoTime();
    figures.opened();
    try (HttpFetcher fetcher = HttpFetcher.connect(request.backends())) {
      HttpFetcher.Answer answer = fetcher.get("/" + what + "/" + request.product());
      if (answer.status() != 200) {
        throw new IOException("no " + what + " of product " + request.product());
      }
      figures.answered(start);
      return UTF_8.decode(answer.body()).toString();
    } finally {
      figures.closed();
    }
  }

  /** The backends; null for what is not there. */
  @Async
  private byte @Nullable [] answer(String path) {
    String[] words = path.split("/", -1);
    int product = Integer.parseInt(words[2]);
    String question = words[1] + product % CASES;
    Weft.delay(question.equals("stock1") || question.equals("price4") ? NEVER : THINKING);
    if (question.equals("reviews2") || question.equals("price3")) {
      return null;
    }
    return (words[1] + " " + (product * 10 + words[1].length())).getBytes(UTF_8);
  }
}
