package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: writes the page again from what was measured before. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes the page and its charts from the raw results in --work.")
final class ReportCommand implements Callable<Integer> {

  @Mixin private JdkOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the page goes. Default: ${DEFAULT-VALUE}")
  private Path out = Path.of("docs", "benchmarks");

  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    Page.write(options.work(), out);
    return 0;
  }
}
