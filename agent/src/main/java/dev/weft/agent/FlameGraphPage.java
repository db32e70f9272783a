package dev.weft.agent;

import java.io.ByteArrayOutputStream;
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
    var page = new ByteArrayOutputStream(); // a PrintStream would not say what is wrong
    try (var text = new PrintStream(page, false, StandardCharsets.UTF_8)) {
      graph.dump(text);
    }
    Files.write(out, page.toByteArray());
  }
}
