package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain --serve} of the packaged jars, in processes of their own. */
class ServedPagesTest {

  private static final int SIGTERM = 128 + 15;
  private static final String WAITS =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      class Waits {
        @Async static int twice(Task<Integer> number) { return 2 * Weft.await(number); }
      }
      """;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;

  @AfterEach
  void end() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private Path out() {
    return folder.resolve("out.txt");
  }

  private Path err() {
    return folder.resolve("err.txt");
  }

  private Path temporary() throws Exception {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  /** Serves a source; its site's address. */
  private URI serve(Path jar, Path source) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary(), "-jar", jar.toString(), "explain"));
    command.addAll(List.of("-cp", Jars.application(), "--serve", source.toString()));
    process =
        new ProcessBuilder(command)
            .redirectOutput(out().toFile())
            .redirectError(err().toFile())
            .start();
    while (!Files.readString(out()).endsWith("\n")) {
      assertThat(process.isAlive()).as(Files.readString(err())).isTrue();
      Thread.sleep(20);
    }
    assertThat(Files.readString(out())).matches("http://127\\.0\\.0\\.1:\\d+/\\R");
    return URI.create(Files.readString(out()).strip());
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private String shown(URI page, Predicate<String> right) throws Exception {
    String text = get(page).body();
    for (int i = 0; !right.test(text); i++) {
      assertThat(i).as(text).isLessThan(1_200);
      Thread.sleep(50);
      text = get(page).body();
    }
    return text;
  }

  @Test
  void pagesFollowTheSourceAndNothingIsLeftAtTheEnd() throws Exception {
    for (Path jar : List.of(Jars.AGENT, Jars.TRANSFORMER)) {
      Path source = Files.writeString(folder.resolve("Waits.java"), WAITS);
      URI page = serve(jar, source).resolve("classes/Waits.html");
      assertThat(get(page).body()).contains("return 2 * Weft.await(number);", "/assets/live.js");

      Files.writeString(source, WAITS.replace("Weft.await(number)", "Weft.awaits(number)"));
      assertThat(shown(page, text -> text.contains("role=\"alert\"")))
          .contains("<b>" + source + ":5</b>", "cannot find symbol");
      Files.writeString(source, WAITS.replace("2 *", "3 *"));
      assertThat(shown(page, text -> text.contains("return 3 * Weft.await(number);")))
          .doesNotContain("role=\"alert\"");

      Files.writeString(source, WAITS.replace("2 *", "4 *")); // it may be at work when it ends
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGTERM);
      assertThat(Files.readString(err())).doesNotContain("Exception");
      try (Stream<Path> left = Files.list(temporary())) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void whatAllPagesShareIsInBothJars() throws Exception {
    for (Path jar : List.of(Jars.AGENT, Jars.TRANSFORMER)) {
      URI site = serve(jar, Files.writeString(folder.resolve("Waits.java"), WAITS));
      for (String asset : List.of("site.css", "site.js", "prism.js", "highlight.js", "live.js")) {
        HttpResponse<String> answer = get(site.resolve("assets/" + asset));
        assertThat(answer.statusCode()).as(asset).isEqualTo(200);
        assertThat(answer.body()).as(asset).isNotEmpty();
      }
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void withoutAServerInTheJdkItSaysSoAndTheRestWorks() throws Exception {
    Path source = Files.writeString(folder.resolve("Waits.java"), WAITS);
    String modules = "--limit-modules=java.base,java.instrument,java.xml,jdk.compiler,jdk.zipfs";

    ChildJvm.Result served = explain(modules, "--serve", source);
    ChildJvm.Result written = explain(modules, "--html", folder.resolve("site"), source);

    assertThat(served.exit()).isEqualTo(1);
    assertThat(served.err().lines()).hasSize(1);
    assertThat(served.err())
        .startsWith("weft: error: there is no HTTP server in ")
        .contains("jdk.httpserver", "--html");
    assertThat(written.err()).isEmpty();
    assertThat(written.exit()).isZero();
  }

  @Test
  void withoutACompilerInTheJdkClassesAreExplainedAndSourcesAreNot() throws Exception {
    Path source = Files.writeString(folder.resolve("Waits.java"), WAITS);
    Path classes = Compiler.compile(folder.resolve("app"), WAITS);
    String modules = "--limit-modules=java.base,java.xml,jdk.httpserver";

    ChildJvm.Result ofClasses = explain(modules, "--html", folder.resolve("site"), classes);
    ChildJvm.Result ofSource = explain(modules, "--serve", source);

    assertThat(ofClasses.err()).isEmpty();
    assertThat(ofClasses.out()).startsWith("1 class explained");
    assertThat(ofSource.exit()).isEqualTo(1);
    assertThat(ofSource.err().lines()).hasSize(1);
    assertThat(ofSource.err()).startsWith("weft: error: there is no compiler in ");
  }

  private ChildJvm.Result explain(String option, Object... arguments) throws Exception {
    var all =
        Stream.concat(
            Stream.of("-jar", Jars.AGENT, "explain", "-cp", Jars.application()),
            Stream.of(arguments));
    return new ChildJvm(folder)
        .option(option)
        .run(all.map(Object::toString).toArray(String[]::new));
  }
}
