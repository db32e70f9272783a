package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program does the same woven as unwoven, whatever suspends and however it was compiled. */
final class ProgramsTest {

  private static final Path FOLDER = Path.of("src/test/programs");
  private static final String ONLY = System.getProperty("weft.programs", "");

  private static final Map<Build, Programs> BUILDS = new EnumMap<>(Build.class);

  @BeforeAll
  static void compileAndWeave() throws IOException {
    Map<String, String> sources = sources();
    for (Build build : Build.values()) {
      BUILDS.put(build, Programs.of(sources, build));
    }
  }

  static Map<String, String> sources() throws IOException {
    var sources = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String path = FOLDER.relativize(file).toString().replace('\\', '/');
        if (!path.startsWith("refused/") && path.contains(ONLY)) {
          sources.put(
              path.substring(0, path.length() - 5).replace('/', '.'), Files.readString(file));
        }
      }
    }
    return sources;
  }

  static Stream<Arguments> programs() throws IOException {
    return sources().keySet().stream()
        .flatMap(name -> Arrays.stream(Build.values()).map(build -> Arguments.of(name, build)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void verifies(String program, Build build) {
    String problems = Verification.problems(BUILDS.get(build).woven(), program.replace('.', '/'));
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void behavesAsWritten(String program, Build build) throws ReflectiveOperationException {
    Programs all = BUILDS.get(build);
    Outcome expected = new ProgramRun(all.plain(), program).expected();
    for (Mode mode : Mode.values()) {
      assertThat(new ProgramRun(all.woven(), program).blocking(mode))
          .as("%s, blocking, %s", program, mode)
          .isEqualTo(expected);
      assertThat(new ProgramRun(all.woven(), program).onLoop(mode))
          .as("%s, on an event loop, %s", program, mode)
          .isEqualTo(expected);
    }
  }
}
