package dev.weft.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that measures. */
final class JdkOptions {

  @Option(
      names = "--jdk",
      paramLabel = "HOME",
      converter = Jdk.Converter.class,
      description = "A JDK to measure on; may be repeated. The one that runs this if absent.")
  private List<Jdk> jdks = new ArrayList<>();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where the raw results go. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of("target", "benchmarks");

  JdkOptions() {}

  List<Jdk> jdks() {
    return jdks.isEmpty() ? List.of(Jdk.current()) : jdks;
  }

  Path work() {
    return work;
  }
}
