package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot be woven throws an error that names class, method and line when it is called; the
 * rest of its class works.
 */
final class RefusedProgramsTest {

  private static final Path FOLDER = Path.of("src/test/programs/refused");
  private static final String LINE = "refused here: line ";

  static Stream<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(each -> each.getFileName().toString().replace(".java", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void refuses(String program) throws IOException, ReflectiveOperationException {
    String source = Files.readString(FOLDER.resolve(program + ".java"));
    int at = source.indexOf(LINE) + LINE.length();
    String line = source.substring(at, source.indexOf('\n', at));
    String name = "refused." + program;
    Programs programs = Programs.of(Map.of(name, source), Build.DEBUG);
    assertThat(Verification.problems(programs.woven(), "refused/")).isEmpty();
    for (Mode mode : Mode.values()) {
      Outcome outcome = new ProgramRun(programs.woven(), name).blocking(mode);
      assertThat(outcome.end())
          .startsWith("threw dev.weft.woven.RefusedError: refused." + program + ".")
          .contains("(" + program + ".java:" + line + ") was not woven: it ");
      assertThat(new ProgramRun(programs.woven(), name).onLoop(mode)).isEqualTo(outcome);
    }
  }
}
