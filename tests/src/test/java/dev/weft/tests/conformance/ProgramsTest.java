package dev.weft.tests.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every program does the same woven as unwoven, however it was compiled. */
final class ProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    return ProgramFolder.JAVA.sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    var builds = new LinkedHashMap<String, Programs>();
    for (Build build : Build.values()) {
      builds.put(build.name(), Programs.of(texts, build));
    }
    return builds;
  }
}
