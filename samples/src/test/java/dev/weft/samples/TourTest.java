package dev.weft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.FrameView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of the tour works without the agent. */
@Timeout(600)
class TourTest {

  private static final long GIGABYTE = 1L << 30;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void roomForAll() {
    var capacity = new Capacity(1_048_576, 50, 4 * GIGABYTE);
    assertThat(capacity.roomFor(10_000)).isEqualTo(10_000);
    assertThat(capacity.explain(10_000))
        .isEqualTo("10,000 requests wanted, and there is room for all of them.");
  }

  @Test
  void descriptorsLimitTheCrowd() {
    var capacity = new Capacity(1_024, 24, 4 * GIGABYTE);
    assertThat(capacity.roomFor(10_000)).isEqualTo(400);
    assertThat(capacity.explain(10_000))
        .contains("descriptor limit of 1,024 leaves room for 400", "ulimit -n");
  }

  @Test
  void heapLimitsTheCrowd() {
    var capacity = new Capacity(1_048_576, 50, GIGABYTE / 4);
    assertThat(capacity.roomFor(10_000)).isBetween(1_000, 5_000);
    assertThat(capacity.explain(10_000)).contains("heap of 256 MB", "-Xmx");
  }

  @Test
  void noRoomAtAllIsNotNegative() {
    assertThat(new Capacity(100, 50, GIGABYTE).roomFor(10_000)).isZero();
    assertThat(new Capacity(-1, -1, 1).roomFor(10_000)).isZero();
  }

  @Test
  void unknownDescriptorLimitDoesNotLimit() {
    assertThat(new Capacity(-1, -1, GIGABYTE).roomFor(10_000)).isEqualTo(10_000);
  }

  @Test
  void serverAnswersLater() throws Exception {
    try (var server = new LocalServer(Duration.ofMillis(50))) {
      long start = System.nanoTime();
      HttpResponse<String> response = ask(server, "/later", 7).get();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("107");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }
  }

  @Test
  void serverHoldsAnswersBackUntilReleased() throws Exception {
    try (var server = new LocalServer(Duration.ZERO)) {
      var answers = IntStream.range(0, 20).mapToObj(i -> ask(server, "/together", i)).toList();
      while (server.arrived() < 20) {
        Thread.sleep(1);
      }
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      server.release();
      for (int i = 0; i < 20; i++) {
        assertThat(answers.get(i).get().body()).isEqualTo("" + (100 + i));
      }
      assertThat(ask(server, "/together", 1).get().body()).isEqualTo("101");
    }
  }

  private CompletableFuture<HttpResponse<String>> ask(LocalServer server, String path, int room) {
    var request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .POST(BodyPublishers.ofString("room " + room))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  @Test
  void framesAsText() {
    List<FrameView> seven = List.of(frame("b", 7), frame("a", 7));
    assertThat(FrameTable.full(seven))
        .containsSubsequence(
            "b                at Story.java:5, waits for Weft.await",
            "    room      = 7                    in field i0",
            "    in Story$b$Frame");
    assertThat(FrameTable.beside(seven, List.of(frame("b", 8))))
        .containsExactly(
            "b: room=7, name=\"x\"                            | b: room=8, name=\"x\"",
            "a: room=7, name=\"x\"                            |");
    assertThat(FrameTable.keeps(seven, "room")).isTrue();
    assertThat(FrameTable.keeps(seven, "scratch")).isFalse();
  }

  private static FrameView frame(String method, int room) {
    return new FrameView(
        "dev.weft.samples.Story",
        method,
        "Story.java",
        5,
        "Weft.await",
        List.of(
            new FrameView.Saved("this", "l0", "the Story"),
            new FrameView.Saved("room", "i0", room),
            new FrameView.Saved("name", "l1", "x")),
        "dev.weft.samples.Story$" + method + "$Frame");
  }

  @Test
  void findsTheDump() {
    assertThat(DumpGuide.folder(List.of("-Xmx1g", "-javaagent:a/weft.jar=verify,dump=x/y")))
        .isEqualTo(Path.of("x/y"));
    assertThat(DumpGuide.folder(List.of("-javaagent:a/weft.jar", "-javaagent:b.jar=verify")))
        .isNull();
  }

  @Test
  void withoutTheAgentSaysHowToStart() throws Exception {
    var bytes = new ByteArrayOutputStream();
    int status;
    try (var out = new PrintStream(bytes, true, "US-ASCII")) {
      status = new Tour(out).run();
    }
    assertThat(status).isEqualTo(1);
    assertThat(bytes.toString("US-ASCII"))
        .contains("java -javaagent:agent/target/weft-agent.jar", "that method has");
  }
}
