package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code explain --html}: what it takes, what it writes, and what it says if it cannot. */
class ExplainHtmlTest extends CommandLineTest {

  private static final String SOURCE =
      """
      package p;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      class Shown {
        @Async int m(Task<Integer> t) {
          return await(t); // here it waits
        }
      }
      """;

  private Path site() {
    return temp.resolve("site");
  }

  @Test
  void aSiteIsWrittenInPlaceOfTheReport() throws Exception {
    Ran ran = run("explain", "-cp", CLASS_PATH, "--html", site(), folder("in", GOOD));

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().strip()).isEqualTo("1 class explained in " + site().resolve("index.html"));
    assertThat(site().resolve("classes/p.Good.html")).exists();
    assertThat(site().resolve("assets/site.css")).exists();
  }

  @Test
  void severalInputsAreToldApart() throws Exception {
    Ran ran =
        run(
            "explain",
            "-cp",
            CLASS_PATH,
            "--html",
            site(),
            folder("in", GOOD),
            jar("in.jar", GOOD, 0));

    assertThat(ran.out()).startsWith("2 classes explained");
    assertThat(site().resolve("classes/p.Good.html")).exists();
    assertThat(site().resolve("classes/p.Good~2.html")).exists();
    assertThat(Files.readString(site().resolve("index.html"))).contains("in.jar");
  }

  @Test
  void aSourceIsCompiledAndShown() throws Exception {
    Path source = temp.resolve("Shown.java");
    Files.writeString(source, SOURCE);

    Ran ran = run("explain", "-cp", CLASS_PATH, "--html", site(), source);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(Files.readString(site().resolve("classes/p.Shown.html")))
        .contains("// here it waits", "takes the result");
    assertThat(run("explain", "-cp", CLASS_PATH, source).out()).startsWith("p.Shown");
  }

  @Test
  void aSourceThatDoesNotCompileSaysWhereAndWhy() throws Exception {
    Path source = temp.resolve("Shown.java");
    Files.writeString(source, SOURCE.replace("await(t)", "wait(t, u)"));

    Ran wrong = run("explain", "-cp", CLASS_PATH, "--html", site(), source);
    Ran withoutRuntime = run("explain", "--html", site(), source);

    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err())
        .startsWith("weft: error: the sources do not compile:")
        .contains(source + ":7: error:");
    Files.writeString(source, SOURCE.replace("await(t)", "t"));
    Ran wrongType = run("explain", "-cp", CLASS_PATH, "--html", site(), source);
    assertThat(wrongType.err())
        .contains(source + ":7: error: incompatible types: dev.weft.Task<")
        .doesNotContain("-cp");
    assertThat(withoutRuntime.status()).isEqualTo(1);
    assertThat(withoutRuntime.err())
        .contains("name weft-runtime's and weft-annotations' jars with -cp");
    assertThat(site()).doesNotExist();
  }

  @Test
  void sourcesAreFoundInFoldersAndJars() throws Exception {
    Path source = temp.resolve("Shown.java");
    Files.writeString(source, SOURCE);
    Path folder = Files.createDirectories(temp.resolve("src/p")).getParent();
    Files.writeString(folder.resolve("p/Good.java"), "// here it is written\n".repeat(20));

    run("explain", "-cp", CLASS_PATH, "--sources", folder, "--html", site(), folder("in", GOOD));

    assertThat(Files.readString(site().resolve("classes/p.Good.html")))
        .contains("// here it is written");
  }

  @Test
  void wrongUseIsOneLine() throws Exception {
    Path in = folder("in", GOOD);
    Path file = Files.writeString(temp.resolve("file"), "");

    Ran isFile = run("explain", "-cp", CLASS_PATH, "--html", file, in);
    Ran noSources =
        run("explain", "-cp", CLASS_PATH, "--html", site(), "--sources", temp.resolve("no"), in);
    Ran noInput = run("explain", "--html", site());
    Ran missing = run("explain", "--html", site(), temp.resolve("Nothing.java"));

    assertThat(isFile.status()).isEqualTo(1);
    assertThat(isFile.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("weft: error: " + file);
    assertThat(noSources.err().lines()).hasSize(1);
    assertThat(noSources.err()).contains("no do not exist; name a folder or a jar of sources");
    assertThat(noInput.status()).isEqualTo(2);
    assertThat(noInput.err()).contains("PATH");
    assertThat(missing.err()).contains("Nothing.java does not exist");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeMadeIsSaid() throws Exception {
    Ran ran = run("explain", "-cp", CLASS_PATH, "--html", "/proc/pages", folder("in", GOOD));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().strip()).isEqualTo("weft: error: /proc/pages: cannot be made there");
  }

  @Test
  void nothingToExplainIsSaid() throws Exception {
    Path in = folder("in", Map.of("p/Plain", GOOD.get("p/Plain")));

    Ran ran = run("explain", "--html", site(), in);

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("nothing to weave in " + in);
  }
}
