package dev.weft.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Writes flame graphs as pages, by async-profiler's converter. */
final class FlameGraphPage {

  private FlameGraphPage() {}

  /**
   * Writes one.
   *
   * @param stacks folded stacks
   */
  static void write(String stacks, String title, Path out) throws IOException {
    var arguments = new Arguments();
    arguments.title = title;
    var graph = new FlameGraph(arguments);
    graph.parseCollapsed(new StringReader(stacks));
    try (var page = new PrintStream(Files.newOutputStream(out), false, StandardCharsets.UTF_8)) {
      graph.dump(page);
      if (page.checkError()) {
        throw new IOException(out + " could not be written");
      }
    }
  }
}
