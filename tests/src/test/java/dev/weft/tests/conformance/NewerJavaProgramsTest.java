package dev.weft.tests.conformance;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;

/** Programs in the Java of 22 and later, where the running JDK compiles it. */
final class NewerJavaProgramsTest extends ProgramsConformance {

  private static final int NEEDED = 22;

  @Override
  Map<String, String> sources() {
    assumeThat(Runtime.version().feature()).as("the JDK").isGreaterThanOrEqualTo(NEEDED);
    return ProgramFolder.of("programs-java22", ".java").sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    String level = String.valueOf(Runtime.version().feature());
    return Map.of(
        "javac", Programs.of(texts, Compiler.javac("-g"), true),
        "javac, bare and late", Programs.of(texts, Compiler.javac("-g:none"), false),
        "ecj", Programs.of(texts, OtherCompilers.ecj("--release", level, "-g"), true),
        "shuffled", Programs.of(texts, new Spaghetti(1).after(Compiler.javac("-g")), true));
  }
}
