package dev.weft.samples.net;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for one page many times, over several connections that are kept alive. */
@Command(name = "HttpClient", description = "Asks for one page many times.")
public final class HttpClient extends NetSample {

  @Parameters(index = "0", paramLabel = "PORT", description = "the server's port on this machine")
  private int server;

  @Parameters(index = "1", defaultValue = "/", description = "the page")
  private String path = "/";

  @Option(names = "--connections", defaultValue = "10", description = "how many connections")
  private int connections;

  @Option(names = "--requests", defaultValue = "1000", description = "how many over each of them")
  private int requests;

  @Option(names = "--pipeline", defaultValue = "1", description = "requests ahead of answers")
  private int pipeline;

  private long bytes;
  private int wrong;

  /** Ends when all has been answered. */
  public static void main(String[] args) {
    main(new HttpClient(), args);
  }

  @Async
  @Override
  void run() {
    var to = new InetSocketAddress(address().getAddress(), server);
    long start = System.nanoTime();
    List<Task<?>> users = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      users.add(Weft.start(() -> use(to)));
    }
    for (Task<?> each : users) {
      Weft.await(each);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    say(figures.line((long) (figures.done() / seconds)));
    say(
        String.format(
            Locale.ROOT,
            "%,d answers, %,d of them not 200, %,d bytes, in %.1f s",
            figures.done(),
            wrong,
            bytes,
            seconds));
  }

  @Async
  private void use(InetSocketAddress to) throws IOException {
    figures.opened();
    try (HttpFetcher fetcher = HttpFetcher.connect(to)) {
      var sent = new ArrayDeque<Long>();
      for (int asked = 0; asked < requests || !sent.isEmpty(); ) {
        if (asked < requests && sent.size() < pipeline) {
          sent.add(System.nanoTime());
          fetcher.ask(path);
          asked++;
        } else {
          HttpFetcher.Answer answer = fetcher.receive();
          figures.answered(sent.remove());
          bytes += answer.body().remaining();
          wrong += answer.status() == 200 ? 0 : 1;
        }
      }
    } finally {
      figures.closed();
    }
  }
}
