package dev.weft.tests.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged tool, as anyone would run it. */
class TortureTest {

  private static final Path JAR = Path.of(System.getProperty("weft.torture.jar"));

  @TempDir private Path folder;

  private record Run(int status, String output) {}

  private Run torture(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(log, UTF_8));
  }

  private Path compile(String name, String classPath, String source) throws IOException {
    Path sources = Files.createDirectories(folder.resolve(name + "-src"));
    Path classes = Files.createDirectories(folder.resolve(name));
    Path file = sources.resolve("Source.java");
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                classPath.isEmpty() ? "." : classPath,
                "-d",
                classes.toString(),
                file.toString());
    assertThat(status).isZero();
    return classes;
  }

  @Test
  void everythingInAModuleOfTheJdkIsWovenAndLinked() throws Exception {
    Run run = torture("weave", "jrt:/java.prefs", "jrt:/java.logging");
    assertThat(run.output()).containsPattern("[1-9][0-9]* refused: suspends inside a synchron");
    assertThat(run.output())
        .containsPattern(
            "\\n[0-9]{3,} methods, [0-9]{4,} suspension points, [0-9]+ refused, 0 failed");
    assertThat(run.status()).isZero();
  }

  @Test
  void nothingIsRefusedForMonitorsThatAreReleased() throws Exception {
    Run run = torture("weave", "--monitors", "release", "jrt:/java.prefs", "jrt:/java.logging");
    assertThat(run.output()).containsPattern("suspension points, 0 refused, 0 failed");
    assertThat(run.status()).isZero();
  }

  @Test
  void aWrongPlaceIsNamed() throws Exception {
    Run run = torture("weave", "nowhere.jar");
    assertThat(run.output()).contains("nowhere.jar does not exist; name a jar, a folder or");
    assertThat(run.status()).isEqualTo(1);
    assertThat(torture("weave", "jrt:/no.such").output()).contains("has no module no.such");
    assertThat(torture("weave", "--monitors=keep", "x").output())
        .contains("'monitors' is refuse or release, not 'keep'");
  }

  private static final String LIBRARY =
      """
      package lib;
      import java.util.*;
      class Words {
        private final List<String> words = new ArrayList<>();
        public Words add(String word) { words.add(word.strip()); return this; }
        public synchronized int count() { return size(); }
        private int size() { return words.size(); }
        public String join() {
          var text = new StringBuilder();
          try {
            for (String word : words) { text.append(text.length() == 0 ? "" : " ").append(word); }
            words.sort(Comparator.comparing(String::length).thenComparing(w -> w));
            return text.toString() + words.stream().map(String::length).toList();
          } finally {
            words.clear();
          }
        }
        public static boolean runsPlain() {
          return Arrays.stream(new Throwable().getStackTrace())
              .noneMatch(each -> each.getClassName().startsWith("dev.weft.internal.engine."));
        }
        public static boolean isResumed() { plain(); return !runsPlain(); }
        private static void plain() {}
      }
      """;

  private static final String TESTS =
      """
      package lib;
      import static org.junit.jupiter.api.Assertions.*;
      import org.junit.jupiter.api.Test;
      class WordsTest {
        @Test void joins() {
          assertEquals("c bb a[1, 1, 2]", new Words().add("c ").add(" bb").add("a").join());
        }
        @Test void counts() { assertEquals(2, new Words().add("x").add("y").count()); }
        @Test void fails() { assertEquals(3, new Words().add("x").count()); }
        @Test void refusesNull() {
          assertThrows(NullPointerException.class, () -> new Words().add(null));
        }
        %s
      }
      """;

  private Run suspend(String moreTests, String... arguments) throws Exception {
    Path library = compile("library", "", LIBRARY);
    Path tests = compile("tests", library + File.pathSeparator + JAR, TESTS.formatted(moreTests));
    var command = new ArrayList<>(List.of("suspend", "--out", folder.resolve("out").toString()));
    command.addAll(List.of("--library", library.toString(), "--tests", tests.toString()));
    command.addAll(List.of(arguments));
    return torture(command.toArray(String[]::new));
  }

  @Test
  void aSuiteEndsTheSameWayWhenTheLibrarySuspendsEverywhere() throws Exception {
    Run run = suspend("");
    assertThat(run.output()).contains("1 run as they are");
    assertThat(run.output())
        .containsPattern("\\(1 fail plain, too\\), [0-9]{2,} suspensions, 0 different");
    assertThat(run.status()).isZero();
    Run releasing = suspend("", "--monitors=release", "--rate=0.5", "--seed=7");
    assertThat(releasing.output()).contains("; 0 run as they are").contains(" 0 different");
  }

  @Test
  void aTestThatSeesTheDifferenceIsReported() throws Exception {
    Run run = suspend("@Test void differs() { assertFalse(Words.isResumed()); }");
    assertThat(run.output())
        .containsPattern("DIFFERENT .*differs.*: plain SUCCESSFUL, suspending FAILED")
        .contains("1 different");
    assertThat(run.status()).isEqualTo(1);
  }
}
