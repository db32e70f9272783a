package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code run}: measures a chosen set on every JDK given and writes the page.
 *
 * <p>Everything is measured once, then all again, and so on: what disturbs a shared machine for
 * some minutes then meets a few figures in one round of several, not all of what is compared.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the benchmarks on every JDK given, and writes the page and its charts.")
final class RunCommand implements Callable<Integer> {

  /** How long to measure. */
  enum Preset {
    /** A look: one round, some three seconds for each benchmark. */
    QUICK(1, "-f 1 -wi 6 -w 200ms -i 10 -r 100ms -jvmArgs -XX:-BackgroundCompilation"),
    /** For a page on a shared machine: what is hot is compiled before it is measured. */
    NORMAL(3, "-f 1 -wi 6 -w 200ms -i 10 -r 100ms -jvmArgs -XX:-BackgroundCompilation"),
    /** For a page on a quiet machine. */
    FULL(5, "-f 1 -wi 5 -w 500ms -i 10 -r 500ms");

    private final int rounds;
    private final String arguments;

    Preset(int rounds, String arguments) {
      this.rounds = rounds;
      this.arguments = arguments;
    }

    /** What JMH is told. */
    List<String> arguments() {
      return List.of(arguments.split(" ", -1));
    }
  }

  @Mixin private JdkOptions options;

  @Option(
      names = "--preset",
      description = "How long to measure: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Preset preset = Preset.NORMAL;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often everything is measured, each time in new JVMs, in place of the preset's"
              + " number.")
  private @Nullable Integer rounds;

  @Spec private CommandSpec spec;

  @Option(names = "--exclude", paramLabel = "REGEX", description = "Benchmarks to leave out.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the page goes. Default: ${DEFAULT-VALUE}")
  private Path out = Path.of("docs", "benchmarks");

  @Parameters(paramLabel = "REGEX", description = "The benchmarks to run; all if absent.")
  private List<String> chosen = new ArrayList<>();

  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    int number = rounds == null ? preset.rounds : rounds;
    if (number < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be at least 1: " + number);
    }
    Files.createDirectories(options.work());
    var raw = new RawResults(options.work());
    for (Jdk jdk : options.jdks()) {
      raw.delete(jdk.feature());
      Page.keepCommand(options.work(), jdk, arguments(jdk, raw.file(jdk.feature(), 1)));
    }
    for (int round = 1; round <= number; round++) {
      for (Jdk jdk : options.jdks()) {
        measure(jdk, raw.file(jdk.feature(), round));
      }
    }
    Page.write(options.work(), out);
    return 0;
  }

  private void measure(Jdk jdk, Path json) throws IOException, InterruptedException {
    var command = new ProcessBuilder(jdk.java(arguments(jdk, json)));
    int exit = command.inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("JMH failed on JDK " + jdk.feature() + ", exit status " + exit);
    }
  }

  private List<String> arguments(Jdk jdk, Path json) {
    var arguments = new ArrayList<>(List.of("-jar", Jars.self().toString()));
    arguments.addAll(chosen);
    arguments.addAll(preset.arguments());
    arguments.addAll(List.of("-prof", "gc", "-prof", "dev.weft.benchmarks.common.CpuTime"));
    arguments.addAll(List.of("-e", Peers.notOn(jdk.feature())));
    excluded.forEach(each -> arguments.addAll(List.of("-e", each)));
    arguments.addAll(List.of("-rf", "json", "-rff", json.toString(), "-foe", "true"));
    return arguments;
  }
}
