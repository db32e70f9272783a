package dev.weft.tests.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Programs whose methods return types that only declarations beside them make task-like. */
final class TaskTypesProgramsTest extends ProgramsConformance {

  private static final String RESOURCE = "META-INF/weft/task-types";
  private static final ProgramFolder FOLDER = ProgramFolder.of("programs-task-types", ".java");

  @Override
  Map<String, String> sources() {
    return FOLDER.sources();
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    Map<String, byte[]> resources = Map.of(RESOURCE, read(FOLDER.path().resolve(RESOURCE)));
    var builds = new LinkedHashMap<String, Programs>();
    for (Build build : Build.values()) {
      ProgramCompiler javac = Compiler.javac(build.option);
      builds.put(build.name(), Programs.of(texts, javac, build.callsDirectly, resources));
    }
    return builds;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
