package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows all links of a site that it starts itself, so many pages at a time. */
@Command(name = "Crawler", description = "Follows all links of a site that it starts itself.")
public final class Crawler extends NetSample {

  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");
  private static final Duration THINKING = Duration.ofMillis(2);

  @Option(names = "--pages", defaultValue = "1000", description = "how large the site is")
  private int pages;

  @Option(names = "--at-once", defaultValue = "20", description = "pages fetched at a time")
  private int atOnce;

  private final Set<String> seen = new HashSet<>();
  private final ArrayDeque<String> toDo = new ArrayDeque<>();
  private int busy;
  private int most;
  private int missing;

  /** Ends when all pages have been seen. */
  public static void main(String[] args) {
    main(new Crawler(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      Task<?> site =
          Weft.start(() -> new HttpService(path -> page(path), new Figures()).run(server));
      say("a site of " + pages + " pages at http:/" + server.address());
      found("/0");
      List<Task<?>> workers = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        workers.add(Weft.start(() -> work(server.address())));
      }
      for (Task<?> each : workers) {
        Weft.await(each);
      }
      site.cancel(false);
    }
    say(figures.line(figures.done()));
    say(seen.size() + " pages seen, " + missing + " missing, at most " + most + " at a time");
  }

  private void found(String link) {
    if (seen.add(link)) {
      toDo.add(link);
    }
  }

  /** As long as a page is being fetched, it may link to more. */
  @Async
  private void work(InetSocketAddress site) throws IOException {
    try (HttpFetcher fetcher = HttpFetcher.connect(site)) {
      while (!toDo.isEmpty() || busy > 0) {
        String next = toDo.poll();
        if (next == null) {
          Weft.delay(THINKING);
        } else {
          fetch(fetcher, next);
        }
      }
    }
  }

  @Async
  private void fetch(HttpFetcher fetcher, String path) throws IOException {
    long start = System.nanoTime();
    most = Math.max(most, ++busy);
    try {
      HttpFetcher.Answer answer = fetcher.get(path);
      missing += answer.status() == 200 ? 0 : 1;
      Matcher links = LINK.matcher(UTF_8.decode(answer.body()));
      while (links.find()) {
        found(links.group(1));
      }
    } finally {
      busy--;
    }
    figures.answered(start);
    if (figures.done() % 250 == 0) {
      say(figures.done() + " pages fetched, " + toDo.size() + " known and to be done");
    }
  }

  /** Every page links to three others; the server thinks for a while about each. */
  @Async
  private byte @Nullable [] page(String path) {
    int number = Integer.parseInt(path.substring(1));
    Weft.delay(THINKING);
    if (number >= pages) {
      return null;
    }
    var text = new StringBuilder("<title>page " + number + "</title>\n");
    for (int each : new int[] {number + 1, number * 2 + 1, number * 2 + 2}) {
      if (each < pages) {
        text.append("<a href=\"/").append(each).append("\">").append(each).append("</a>\n");
      }
    }
    return text.toString().getBytes(UTF_8);
  }
}
