package dev.weft.samples;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first program to run: what a coroutine keeps while it waits, where, and what that is good
 * for, shown on real HTTP requests.
 *
 * <pre>
 * java -javaagent:agent/target/weft-agent.jar=dump=target/weft-dump \
 *     -jar samples/target/weft-samples.jar
 * </pre>
 *
 * Ends with status 0 if all went well, and with 1 if not, for one because the agent is missing.
 */
public final class Tour {

  private static final int WANTED = 10_000;
  private static final long PATIENCE_SECONDS = 60;

  private final PrintStream out;

  Tour(PrintStream out) {
    this.out = out;
  }

  /** Runs the tour. */
  public static void main(String[] args) throws Exception {
    lendHttpClientAPool();
    int status = new Tour(System.out).run();
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * On one or two processors, a CompletableFuture of JDK 17 starts a thread for every asynchronous
   * step, since the common pool has one thread only; and the HTTP client takes such a step for each
   * response. A pool of two will do instead.
   */
  private static void lendHttpClientAPool() {
    String parallelism = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (Runtime.getRuntime().availableProcessors() <= 2
        && System.getProperty(parallelism) == null) {
      System.setProperty(parallelism, "2");
    }
  }

  /** Returns the exit status. */
  int run() throws Exception {
    ExecutorService clientThreads = Executors.newFixedThreadPool(2, DaemonThreads.named("client"));
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // one connection a request
            .executor(clientThreads)
            .build();
    try (EventLoop loop = Schedulers.eventLoop();
        var server = new LocalServer(Duration.ofMillis(500))) {
      if (!woven(loop)) {
        return 1;
      }
      return tell(loop, client, server);
    } finally {
      close(client);
      clientThreads.shutdown();
    }
  }

  private boolean woven(EventLoop loop) {
    try {
      Weft.run(loop, () -> Weft.delay(Duration.ofNanos(1)));
      return true;
    } catch (NotWovenException e) {
      out.println("The tour needs the agent, so that its methods can suspend. Start it so:");
      out.println();
      out.println("  java -javaagent:agent/target/weft-agent.jar=dump=target/weft-dump \\");
      out.println("      -jar samples/target/weft-samples.jar");
      out.println();
      out.println("Without it:");
      out.println();
      out.print(
          String.valueOf(e.getMessage()).replaceAll("(.{1,90})(?: |$)", "  $1%n".formatted()));
      return false;
    }
  }

  private int tell(EventLoop loop, HttpClient client, LocalServer server) throws Exception {
    warmUp(client, server);
    var journal = new Journal(out);
    var story = new Story(journal, client, server.address());

    heading("Part 1: a() calls b(), b() awaits an HTTP request; the thread goes on meanwhile");
    var first = new FirstPart(out, journal, story, server);
    boolean right = finish(Weft.start(loop, () -> first.tell()));
    tellThreads(journal);

    heading("Part 2: thousands of requests in flight, one thread");
    // weighed now, because later the HTTP client still clears up
    long bytes = finish(Weft.start(loop, () -> Scales.bytesPerCoroutine(100_000)));
    Capacity capacity = Capacity.now();
    int size = capacity.roomFor(WANTED);
    out.println(capacity.explain(WANTED));
    var crowd = new Crowd(journal, story, server);
    finish(Weft.start(loop, () -> crowd.meet(size)));
    out.println(
        "A coroutine's share (task, three frames; weighed on 100,000): " + bytes + " bytes");
    tellThreads(journal);

    heading("Part 3: what the agent made of it");
    var arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
    DumpGuide.print(out, DumpGuide.folder(arguments));
    return right && crowd.allRight() && journal.threads().size() == 1 ? 0 : 1;
  }

  private void tellThreads(Journal journal) {
    out.println(
        "Threads that ran coroutines so far: "
            + journal.threads()
            + " of "
            + ManagementFactory.getThreadMXBean().getThreadCount()
            + " in this JVM, HTTP's included");
  }

  private static <T extends @Nullable Object> T finish(Task<T> task) throws Exception {
    return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Lets the JVM load what HTTP needs, so that times below are those of the work. */
  private static void warmUp(HttpClient client, LocalServer server) throws Exception {
    var request =
        HttpRequest.newBuilder(server.address().resolve("/later"))
            .POST(BodyPublishers.ofString("room 0"))
            .build();
    client.send(request, BodyHandlers.ofString());
  }

  private void heading(String text) {
    out.println();
    out.println("== " + text + " " + "=".repeat(Math.max(2, 94 - text.length())));
    out.println();
  }

  /** From JDK 21 on, clients can be closed; before, the collector ends their thread. */
  private static void close(HttpClient client) throws Exception {
    if (client instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
