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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: measures a chosen set on every JDK given and writes the page. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the benchmarks on every JDK given, and writes the page and its charts.")
final class RunCommand implements Callable<Integer> {

  /** How long to measure. */
  enum Preset {
    /** A look: one fork, some three seconds for each benchmark. */
    QUICK(1, "-wi 6 -w 200ms -i 10 -r 100ms -jvmArgs -XX:-BackgroundCompilation"),
    /** For a page on a shared machine: what is hot is compiled before it is measured. */
    NORMAL(3, "-wi 6 -w 200ms -i 10 -r 100ms -jvmArgs -XX:-BackgroundCompilation"),
    /** For a page on a quiet machine. */
    FULL(5, "-wi 5 -w 500ms -i 10 -r 500ms");

    private final int forks;
    private final String arguments;

    Preset(int forks, String arguments) {
      this.forks = forks;
      this.arguments = arguments;
    }

    /** What JMH is told; {@code otherForks} in place of its own number of JVMs, if not null. */
    List<String> arguments(@Nullable Integer otherForks) {
      int number = otherForks == null ? forks : otherForks;
      return List.of(("-f " + number + " " + arguments).split(" ", -1));
    }
  }

  @Mixin private JdkOptions options;

  @Option(
      names = "--preset",
      description = "How long to measure: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Preset preset = Preset.NORMAL;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs to measure each benchmark in, in place of the preset's number.")
  private @Nullable Integer forks;

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
    Files.createDirectories(options.work());
    for (Jdk jdk : options.jdks()) {
      List<String> arguments = arguments(jdk);
      int exit = new ProcessBuilder(jdk.java(arguments)).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IOException("JMH failed on JDK " + jdk.feature() + ", exit status " + exit);
      }
      Page.keepCommand(options.work(), jdk, arguments);
    }
    Page.write(options.work(), out);
    return 0;
  }

  private List<String> arguments(Jdk jdk) {
    var arguments = new ArrayList<>(List.of("-jar", Jars.self().toString()));
    arguments.addAll(chosen);
    arguments.addAll(preset.arguments(forks));
    arguments.addAll(List.of("-prof", "gc", "-prof", "dev.weft.benchmarks.common.CpuTime"));
    arguments.addAll(List.of("-e", Peers.notOn(jdk.feature())));
    excluded.forEach(each -> arguments.addAll(List.of("-e", each)));
    String file = options.work().resolve("jmh-" + jdk.feature() + ".json").toString();
    arguments.addAll(List.of("-rf", "json", "-rff", file, "-foe", "true"));
    return arguments;
  }
}
