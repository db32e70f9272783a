package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code explain --serve}: pages that follow what they show. */
class ExplainServeTest extends CommandLineTest {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
  private static final String SOURCE =
      """
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      class Shown {
        @Async int m(Task<Integer> t) {
          return await(t); // as it was
        }
      }
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path source;
  private ServedExplanation served;
  private Future<?> serving;

  @BeforeEach
  void write() throws IOException {
    source = Files.writeString(temp.resolve("Shown.java"), SOURCE);
  }

  @AfterEach
  void end() throws Exception {
    if (served != null) {
      served.stop();
      serving.get(120, TimeUnit.SECONDS);
    }
    thread.shutdownNow();
    assertThat(thread.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
  }

  private void serve(Path... in) throws Exception {
    serve(woven -> {}, in);
  }

  private void serve(Explainer.Reader reader, Path... in) throws Exception {
    var options = new WeavingOptions();
    CommandLine.populateCommand(options, "-cp", CLASS_PATH);
    served =
        new ServedExplanation(
            new Explainer(List.of(in), "", options),
            reader,
            null,
            List.of(),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    serving =
        thread.submit(
            () -> {
              served.serve(0);
              return null;
            });
    eventually(() -> out.toString() + serving.isDone(), text -> !text.equals("false"));
  }

  private interface Question {
    String ask() throws Exception;
  }

  private static String eventually(Question question, Predicate<String> right) throws Exception {
    long until = System.nanoTime() + PATIENCE;
    String answer = question.ask();
    while (!right.test(answer)) {
      assertThat(System.nanoTime()).as("still " + answer).isLessThan(until);
      Thread.sleep(50);
      answer = question.ask();
    }
    return answer;
  }

  private String page(String name) throws Exception {
    URI uri = URI.create(out.toString().strip()).resolve(name);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private String shown(Predicate<String> right) throws Exception {
    return eventually(() -> page("classes/Shown.html"), right);
  }

  @Test
  void theAddressIsOneLine() throws Exception {
    serve(source);

    assertThat(out.toString()).matches("http://127\\.0\\.0\\.1:\\d+/\\R");
    assertThat(err.toString()).isEmpty();
    assertThat(page("")).contains("classes/Shown.html#m1");
  }

  @Test
  void anEditedSourceIsShown() throws Exception {
    serve(source);
    assertThat(page("classes/Shown.html")).contains("// as it was");

    Files.writeString(source, SOURCE.replace("as it was", "as it is now"));

    assertThat(shown(text -> text.contains("// as it is now"))).doesNotContain("// as it was");
    eventually(err::toString, said -> said.contains("weft: 1 class explained"));
  }

  @Test
  void whatDoesNotCompileIsSaidUntilItDoes() throws Exception {
    serve(source);

    Files.writeString(source, SOURCE.replace("await(t)", "wait(t, u)"));

    String wrong = shown(text -> text.contains("role=\"alert\""));
    assertThat(wrong)
        .contains("The sources do not compile", "<b>" + source + ":6</b>", "cannot find symbol")
        .contains("    return wait(t, u); // as it was\n                   ^")
        .contains("<span>1 suspension point</span>"); // what was made before is still there
    eventually(err::toString, said -> said.contains(source + ":6: error: cannot find symbol"));
    Files.writeString(source, SOURCE.replace("as it was", "again"));
    assertThat(shown(text -> text.contains("// again"))).doesNotContain("role=\"alert\"");
  }

  @Test
  void whatDoesNotCompileFromTheBeginningIsServed() throws Exception {
    Files.writeString(source, SOURCE.replace("await(t)", "wait(t, u)"));
    serve(source);

    assertThat(page("")).contains("Shown.java:6", "There is nothing to show yet");
    Files.writeString(source, SOURCE);
    eventually(() -> page(""), text -> text.contains("classes/Shown.html#m1"));
  }

  @Test
  void whatIsRefusedIsShownAsEver() throws Exception {
    serve(source);

    Files.writeString(source, SOURCE.replace("@Async int", "@Async synchronized int"));

    assertThat(shown(text -> text.contains("was not woven: it is synchronized")))
        .doesNotContain("role=\"alert\"");
  }

  @Test
  void aSourceThatIsGoneForATimeIsSaid() throws Exception {
    serve(source);

    Files.delete(source);

    assertThat(shown(text -> text.contains("role=\"alert\"")))
        .contains("This cannot be explained now", source + " does not exist, or is no file");
    Files.writeString(source, SOURCE);
    shown(text -> !text.contains("role=\"alert\""));
  }

  @Test
  void classesAreFollowedToo() throws Exception {
    Path in = folder("in", GOOD);
    serve(in);
    assertThat(page("")).contains("p.Good.html").doesNotContain("p.Bad.html");

    write(in.resolve("p/Bad.class"), BAD.get("p/Bad"));
    eventually(() -> page(""), text -> text.contains("p.Bad.html"));
    write(in.resolve("p/Bad.class"), new byte[] {1, 2, 3});

    eventually(() -> page(""), text -> text.contains("role=\"alert\""));
    assertThat(page("")).contains("Bad.class").contains("p.Good.html");
  }

  @Test
  void whoStopsItMeanwhileIsToldNothing() throws Exception {
    serve(woven -> served.stop(), source);

    serving.get(120, TimeUnit.SECONDS); // throws what it has thrown
    assertThat(out.toString() + err).isEmpty();
  }

  @Test
  void pagesGoToDiskAsWellIfWanted() throws Exception {
    Path in = folder("in", GOOD);
    Path site = in.resolve("site"); // in what is watched, and yet no change of it
    var command = new CommandLine(new ExplainCommand());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    Future<Integer> ran =
        thread.submit(
            () ->
                command.execute(
                    "-cp", CLASS_PATH, "--html", site.toString(), "--serve", in.toString()));
    eventually(out::toString, text -> !text.isEmpty());
    assertThat(page("classes/p.Good.html")).contains("data-page=");
    assertThat(Files.readString(site.resolve("classes/p.Good.html")))
        .contains("Direct body")
        .doesNotContain("live.js", "data-page=");

    write(in.resolve("p/Bad.class"), BAD.get("p/Bad"));
    eventually(() -> page(""), text -> text.contains("p.Bad.html"));
    assertThat(site.resolve("classes/p.Bad.html")).exists();
    thread.shutdownNow(); // interrupts it
    assertThat(ran.get(120, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void whatIsWrongFromTheBeginningIsOneLine() throws Exception {
    Ran missing = run("explain", "--serve", temp.resolve("Nothing.java"));
    Ran folder = run("explain", "--serve", temp.resolve("nothing"));
    Ran noPort = run("explain", "--serve", "70000", source);
    Ran noNumber = run("explain", "--serve=eighty", source);
    Ran noInput = run("explain", "--serve");

    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err().lines()).hasSize(1);
    assertThat(missing.err()).contains("Nothing.java does not exist");
    assertThat(folder.status()).isEqualTo(1);
    assertThat(folder.err().lines()).hasSize(1);
    assertThat(noPort.status()).isEqualTo(2);
    assertThat(noPort.err()).contains("70000 is no port");
    assertThat(noNumber.status()).isEqualTo(2);
    assertThat(noNumber.err()).contains("eighty");
    assertThat(noInput.status()).isEqualTo(2);
    assertThat(missing.out() + folder.out() + noPort.out() + noNumber.out()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (List<Object> port :
          List.<List<Object>>of(
              List.of("--serve", taken.getLocalPort()),
              List.of("--serve=" + taken.getLocalPort()))) {
        Ran ran =
            run(
                Stream.concat(Stream.of("explain", "-cp", CLASS_PATH, source), port.stream())
                    .toArray());

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
            .startsWith("weft: error: cannot serve on port " + taken.getLocalPort());
      }
    }
  }
}
