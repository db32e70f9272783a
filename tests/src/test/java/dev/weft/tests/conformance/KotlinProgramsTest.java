package dev.weft.tests.conformance;

import java.util.Map;

/** Programs in Kotlin. */
final class KotlinProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.of("programs-kotlin", ".kt").sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    return Map.of(
        "direct", Programs.of(texts, OtherCompilers.kotlin(), true),
        "late", Programs.of(texts, OtherCompilers.kotlin(), false));
  }
}
