package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is checked of every program, whoever compiled it: the woven class files pass ASM's checker
 * and the JVM's verifier, and do the same as the plain ones whatever suspends.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProgramsConformance {

  private final Map<String, Programs> builds = new LinkedHashMap<>();
  private Map<String, String> sources = Map.of();

  /** The source texts by binary name; aborts the test class if its compiler cannot run here. */
  abstract Map<String, String> sources();

  /** Compiles and weaves the programs, in each way that counts. */
  abstract Map<String, Programs> build(Map<String, String> texts);

  @BeforeAll
  void compileAndWeave() {
    sources = sources();
    builds.putAll(build(sources));
  }

  Stream<Arguments> programs() {
    return sources.keySet().stream()
        .flatMap(
            name ->
                builds.entrySet().stream()
                    .filter(each -> each.getValue().has(name))
                    .map(each -> Arguments.of(name, each.getKey())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void verifies(String program, String build) {
    assumePlainVerifies(builds.get(build), program);
    String problems = Verification.problems(builds.get(build).woven(), program.replace('.', '/'));
    assertThat(problems).isEmpty();
  }

  /** Compilers have bugs too: what does not verify as it is cannot be woven. */
  private static void assumePlainVerifies(Programs programs, String program) {
    String problems = Verification.problemsOfJvm(programs.plain(), program.replace('.', '/'));
    assumeThat(problems).as("as compiled, %s", program).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void behavesAsWritten(String program, String build) throws ReflectiveOperationException {
    Programs all = builds.get(build);
    assumePlainVerifies(all, program);
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

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void behavesAsWrittenBesideOthers(String program, String build)
      throws ReflectiveOperationException {
    Programs all = builds.get(build);
    assumePlainVerifies(all, program);
    Outcome expected = new ProgramRun(all.plain(), program).expected();
    for (long seed = 1; seed <= 2; seed++) {
      List<Outcome> outcomes = new ProgramRun(all.woven(), program).interleaved(seed);
      assertThat(outcomes).as("%s, interleaved, seed %s", program, seed).containsOnly(expected);
    }
  }
}
