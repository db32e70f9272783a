package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checker refuses what the weaver refuses, in the same words at the same lines, and nothing
 * else: on the programs that the tests of the weaver run, and on sources of this module's.
 */
final class ConformanceTest {

  private static final Path PROGRAMS = Path.of("../tests/src/test/programs");
  private static final Path PROBE = Path.of("../tests/src/test/java/dev/weft/tests/conformance");
  private static final List<String> PROBES =
      List.of("Mode.java", "Outcome.java", "Probe.java", "ReluctantFuture.java");

  /** Errors that the weaver has no word for: places of code that is left as it is, and runs. */
  private static final Set<String> TOLD_THOUGH_IT_RUNS =
      Set.of(
          // awaits what is done already, in an initializer
          "Overriding.java:147:");

  private static final Pattern REFUSAL =
      Pattern.compile("\\((\\w+\\.java)(?::(\\d+))?\\) was not woven: it (.*)");
  private static final Pattern ERROR =
      Pattern.compile(
          "(\\w+\\.java):(\\d+):\\d+: error: \\[weft:refused\\] .* cannot be woven: it (.*)");

  @TempDir Path output;

  private static Compilation with(Compilation compilation, List<Path> files) throws IOException {
    for (Path each : files) {
      compilation.source(each.getFileName().toString(), Files.readString(each));
    }
    for (String each : PROBES) {
      compilation.source(each, Files.readString(PROBE.resolve(each)));
    }
    return compilation;
  }

  private static List<Path> programs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(each -> each.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void refusesNoProgramThatRuns() throws IOException {
    List<Path> programs = new ArrayList<>(programs(PROGRAMS));
    programs.removeIf(each -> each.toString().contains("refused"));
    assertThat(programs).hasSizeGreaterThan(40);
    Compilation.Result result = with(Compilation.checked(), programs).compile();
    assertThat(errors(result))
        .allMatch(error -> TOLD_THOUGH_IT_RUNS.stream().anyMatch(error::startsWith))
        .hasSize(TOLD_THOUGH_IT_RUNS.size());
  }

  private static List<String> errors(Compilation.Result result) {
    return result.texts().stream().filter(each -> each.contains(": error: ")).toList();
  }

  @Test
  void refusesWhatTheWeaverRefuses() throws IOException {
    List<Path> programs = programs(PROGRAMS.resolve("refused"));
    assertThat(programs).hasSizeGreaterThan(5);
    assertThat(saidByTheChecker(programs)).isEqualTo(saidByTheWeaver(programs));
  }

  /** The weaver tells of the first reason alone; it is among those that the checker tells of. */
  @Test
  void refusesInTheSameWords() throws IOException {
    List<Path> sources = List.of(Path.of("src/test/checks/Refusals.java"));
    Set<String> woven = saidByTheWeaver(sources);
    assertThat(woven).hasSizeGreaterThan(6);
    assertThat(saidByTheChecker(sources)).containsAll(woven);
  }

  /** One suspension point to each method, broken into lines in every way. */
  @Test
  void refusesAtTheSameLines() throws IOException {
    List<Path> sources = List.of(Path.of("src/test/checks/Lines.java"));
    Set<String> woven = saidByTheWeaver(sources);
    assertThat(woven).hasSize(10);
    assertThat(saidByTheChecker(sources)).isEqualTo(woven);
  }

  private Set<String> saidByTheChecker(List<Path> sources) throws IOException {
    var said = new TreeSet<String>();
    for (String each : errors(with(Compilation.checked(), sources).compile())) {
      Matcher error = ERROR.matcher(each);
      if (error.matches()) {
        said.add(line(error.group(2), error.group(1), error.group(3)));
      }
    }
    return said;
  }

  /** Of the method as a whole the weaver knows no line. */
  private static String line(String line, String file, String reason) {
    boolean ofMethod = reason.startsWith("has more than");
    return file + ":" + (ofMethod || line == null ? "" : line) + " " + reason;
  }

  private Set<String> saidByTheWeaver(List<Path> sources) throws IOException {
    Compilation.Result result =
        with(new Compilation().option("-proc:none", "-g"), sources).output(output).compile();
    assertThat(result.succeeded()).isTrue();
    var hierarchy = new Hierarchy(this::classFile, name -> Files.exists(file(name)));
    var weaver = new Weaver(hierarchy);
    var said = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path each : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        WovenClass woven = weaver.weave(Files.readAllBytes(each));
        for (MethodReport report : woven == null ? List.<MethodReport>of() : woven.methods()) {
          if (report.refusal() != null) {
            Matcher refusal = REFUSAL.matcher(report.refusal());
            assertThat(refusal.find()).as(report.refusal()).isTrue();
            said.add(line(refusal.group(2), refusal.group(1), refusal.group(3)));
          }
        }
      }
    }
    return said;
  }

  private Path file(String name) {
    return output.resolve(name + ".class");
  }

  private byte[] classFile(String name) {
    try (InputStream in =
        Files.exists(file(name))
            ? Files.newInputStream(file(name))
            : ConformanceTest.class.getClassLoader().getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
