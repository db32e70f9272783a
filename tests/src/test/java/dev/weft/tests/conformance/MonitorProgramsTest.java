package dev.weft.tests.conformance;

import dev.weft.transformer.model.Monitors;
import java.util.LinkedHashMap;
import java.util.Map;

/** Programs that suspend while they hold monitors do the same when they give them up meanwhile. */
final class MonitorProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.of("programs-monitors", ".java").sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    var builds = new LinkedHashMap<String, Programs>();
    for (Build build : Build.values()) {
      ProgramCompiler javac = Compiler.javac(build.option);
      builds.put(build.name(), Programs.of(texts, javac, build.callsDirectly, Monitors.RELEASE));
    }
    builds.put(
        "ECJ",
        Programs.of(
            texts,
            OtherCompilers.ecj("-source", "17", "-target", "17", "-g"),
            true,
            Monitors.RELEASE));
    return builds;
  }
}
