package dev.weft.tests.conformance;

import java.util.Map;

/** Programs in Groovy. */
final class GroovyProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.of("programs-groovy", ".groovy").sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    return Map.of(
        "direct", Programs.of(texts, OtherCompilers.groovy(), true),
        "late", Programs.of(texts, OtherCompilers.groovy(), false));
  }
}
