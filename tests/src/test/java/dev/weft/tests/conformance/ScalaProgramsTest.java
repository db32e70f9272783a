package dev.weft.tests.conformance;

import java.util.Map;

/** Programs in Scala. */
final class ScalaProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.of("programs-scala", ".scala").sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    return Map.of(
        "direct", Programs.of(texts, OtherCompilers.scala(), true),
        "late", Programs.of(texts, OtherCompilers.scala(), false));
  }
}
