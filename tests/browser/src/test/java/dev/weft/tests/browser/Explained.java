package dev.weft.tests.browser;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The packaged agent's command {@code explain}, in a process of its own. */
final class Explained {

  private Explained() {}

  /** Starts it; what it says goes to {@code log}. */
  static Process start(Path out, Path log, Object... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("weft.agent.jar"), "explain"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(Stream.of(arguments).map(Object::toString).toList());
    File said = log.toFile();
    return new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(said).start();
  }
}
