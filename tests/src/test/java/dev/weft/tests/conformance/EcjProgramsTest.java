package dev.weft.tests.conformance;

import java.util.Map;

/** The same programs, as Eclipse's compiler compiles them. */
final class EcjProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.JAVA.sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    return Map.of(
        "-g", Programs.of(texts, OtherCompilers.ecj("-source", "17", "-target", "17", "-g"), true),
        "-g:none",
            Programs.of(
                texts, OtherCompilers.ecj("-source", "17", "-target", "17", "-g:none"), false));
  }
}
