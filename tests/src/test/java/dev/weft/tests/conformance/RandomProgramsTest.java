package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs do the same woven as unwoven.
 *
 * <p>{@code -Dweft.random.seeds=5000 -Dweft.random.first=1000} runs more of them. What fails is
 * written to {@code target/random-programs}.
 */
final class RandomProgramsTest {

  private static final long FIRST = Long.getLong("weft.random.first", 1);
  private static final long SEEDS = Long.getLong("weft.random.seeds", 200);
  private static final int BATCH = 20;
  private static final List<Build> BUILDS = List.of(Build.values());
  private static final String PACKAGE = "generated";

  static Stream<Long> batches() {
    return LongStream.iterate(FIRST, first -> first < FIRST + SEEDS, first -> first + BATCH)
        .boxed();
  }

  @ParameterizedTest(name = "seeds from {0}")
  @MethodSource("batches")
  void behaveAsWritten(long first) throws ReflectiveOperationException {
    Map<String, String> sources = new TreeMap<>();
    for (long seed = first; seed < Math.min(first + BATCH, FIRST + SEEDS); seed++) {
      String name = "Program" + seed;
      sources.put(PACKAGE + "." + name, RandomProgram.source(PACKAGE, name, seed));
    }
    Build build = BUILDS.get((int) (first / BATCH % BUILDS.size()));
    Programs programs = Programs.of(sources, build);
    for (Map.Entry<String, String> each : sources.entrySet()) {
      check(programs, each.getKey(), each.getValue(), build);
    }
  }

  private static void check(Programs programs, String name, String source, Build build)
      throws ReflectiveOperationException {
    try {
      String prefix = name.replace('.', '/') + "$";
      assertThat(Verification.problemsOfJvm(programs.woven(), prefix)).as(name).isEmpty();
      compare(programs, name, build);
    } catch (AssertionError failed) {
      keep(name, source);
      throw failed;
    }
  }

  private static void compare(Programs programs, String name, Build build)
      throws ReflectiveOperationException {
    Outcome expected = new ProgramRun(programs.plain(), name).expected();
    for (Mode mode : List.of(Mode.ALWAYS, Mode.RANDOM)) {
      assertThat(new ProgramRun(programs.woven(), name).blocking(mode))
          .as("%s, blocking, %s, %s", name, mode, build)
          .isEqualTo(expected);
    }
    for (Mode mode : List.of(Mode.ALWAYS, Mode.MIXED)) {
      assertThat(new ProgramRun(programs.woven(), name).onLoop(mode))
          .as("%s, on an event loop, %s, %s", name, mode, build)
          .isEqualTo(expected);
    }
  }

  private static void keep(String name, String source) {
    try {
      Path folder = Files.createDirectories(Path.of("target/random-programs"));
      Files.writeString(folder.resolve(name.substring(PACKAGE.length() + 1) + ".java"), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
