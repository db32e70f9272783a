package dev.weft.tests.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that show what was woven, written by the packaged agent, by command and by option. */
class ExplainPagesTest {

  private static final Pattern LINK = Pattern.compile("href=\"([^\"#]+)(?:#[^\"]*)?\"");

  private static final String WAITS =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Waits {
        @Async static int twice(Task<Integer> number) { return 2 * Weft.await(number); }

        public static void main(String[] args) {
          try (var loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> twice(Task.completed(21))));
          }
        }
      }
      """;

  @TempDir private Path folder;

  private Path site() {
    return folder.resolve("site");
  }

  private ChildJvm.Result explain(Object... arguments) throws Exception {
    var all = Stream.concat(Stream.of("-jar", Jars.AGENT, "explain"), Stream.of(arguments));
    return new ChildJvm(folder).run(all.map(Object::toString).toArray(String[]::new));
  }

  /** The names of the pages of classes; all of their links lead to files. */
  private List<String> pages() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.walk(site())) {
      pages = files.filter(file -> file.toString().endsWith(".html")).toList();
    }
    for (Path page : pages) {
      String text = Files.readString(page, UTF_8);
      assertThat(text).as(page.toString()).doesNotContain("could not be drawn");
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        assertThat(page.resolveSibling(link.group(1))).as(page.toString()).exists();
      }
    }
    return pages.stream().map(page -> page.getFileName().toString()).toList();
  }

  @Test
  void theSamplesAreExplained() throws Exception {
    String path = Jars.application() + File.pathSeparator + Jars.SAMPLES;

    ChildJvm.Result result = explain("-cp", path, "--html", site(), Jars.SAMPLES);

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("classes explained in " + site().resolve("index.html"));
    assertThat(pages())
        .contains("index.html", "dev.weft.samples.net.Crawler.html")
        .hasSizeGreaterThan(20);
    assertThat(Files.readString(site().resolve("classes/dev.weft.samples.net.Crawler.html")))
        .contains("<svg", "in the copy of the loop");
    assertThat(site().resolve("assets/site.css")).isNotEmptyFile();
  }

  @Test
  void aSourceIsCompiledAndExplained() throws Exception {
    Path source = Files.writeString(folder.resolve("Waits.java"), WAITS);

    ChildJvm.Result result = explain("-cp", Jars.application(), "--html", site(), source);

    assertThat(result.err()).isEmpty();
    assertThat(pages()).contains("index.html", "Waits.html");
    assertThat(Files.readString(site().resolve("classes/Waits.html")))
        .contains("return 2 * Weft.await(number);");
  }

  @Test
  void wrongUseIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    ChildJvm.Result isFile = explain("--html", file, Jars.SAMPLES);
    ChildJvm.Result nothing = explain("--html", site());
    ChildJvm.Result missing = explain("--html", site(), folder.resolve("no.jar"));

    assertThat(isFile.exit()).isEqualTo(1);
    assertThat(isFile.err().lines()).hasSize(1).first().asString().contains(file.toString());
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err().lines()).hasSize(1).first().asString().contains("PATH", "--help");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("no.jar does not exist");
  }

  @Test
  void aDumpHasThePagesToo() throws Exception {
    Path source = Files.createDirectories(folder.resolve("src")).resolve("Waits.java");
    Files.writeString(source, WAITS);
    Path classes = Compiler.compile(folder.resolve("app"), WAITS);

    ChildJvm.Result result =
        new ChildJvm(folder)
            .agent("dump=" + site() + ",sources=" + source.getParent())
            .classPath(classes)
            .run("Waits");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("42");
    assertThat(site().resolve("woven/Waits.class")).exists();
    assertThat(pages()).contains("index.html", "Waits.html");
    assertThat(Files.readString(site().resolve("classes/Waits.html")))
        .contains("return 2 * Weft.await(number);");
    assertThat(Files.readString(site().resolve("index.html"))).contains("classes/Waits.html#m1");
  }

  @Test
  void sourcesThatAreNotThereAreAWrongOption() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), WAITS);

    ChildJvm.Result result =
        new ChildJvm(folder)
            .agent("dump=" + site() + ",sources=" + folder.resolve("none"))
            .classPath(classes)
            .run("Waits");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("none do not exist");
  }

  @Test
  void withoutADumpNothingOfItIsLoaded() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), WAITS);

    ChildJvm.Result result =
        new ChildJvm(folder).agent("").option("-Xlog:class+load").classPath(classes).run("Waits");

    assertThat(result.out())
        .contains("dev.weft.agent.shaded.transformer.Weaver")
        .doesNotContain(
            "dev.weft.agent.shaded.transformer.site.",
            "dev.weft.agent.shaded.transformer.cli.",
            "dev.weft.agent.shaded.transformer.serve.",
            "com.sun.net.httpserver.",
            "dev.weft.agent.shaded.picocli",
            "dev.weft.agent.shaded.graphper",
            "dev.weft.agent.shaded.slf4j",
            "javax.xml.");
  }
}
