package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.benchmarks.startup.Empty;
import dev.weft.benchmarks.startup.GeneratedClasses;
import dev.weft.benchmarks.startup.LoadClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code startup}: what the agent costs programs that have nothing to be woven. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description =
        "Starts JVMs with and without the agent, in turn: an empty main, and one that loads many"
            + " classes without @Async.")
final class StartupCommand implements Callable<Integer> {

  @Mixin private JdkOptions options;

  @Option(names = "--runs", description = "Pairs of JVMs. Default: ${DEFAULT-VALUE}")
  private int runs = 40;

  @Option(
      names = "--load-runs",
      description = "Pairs of JVMs that load classes. Default: ${DEFAULT-VALUE}")
  private int loadRuns = 12;

  @Option(names = "--classes", description = "How many to load. Default: ${DEFAULT-VALUE}")
  private int classes = 10_000;

  StartupCommand() {}

  private interface Sample {
    double millis(boolean agent) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path generated = Files.createTempFile("weft", ".jar");
    try {
      GeneratedClasses.write(generated, classes);
      for (Jdk jdk : options.jdks()) {
        measure(jdk, generated);
      }
    } finally {
      Files.delete(generated);
    }
    return 0;
  }

  private void measure(Jdk jdk, Path generated) throws IOException, InterruptedException {
    ObjectNode result = new ObjectMapper().createObjectNode();
    pairs(result.putObject("start"), runs, agent -> start(jdk, generated, agent));
    pairs(result.putObject("load"), loadRuns, agent -> load(jdk, generated, agent));
    Files.createDirectories(options.work());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(options.work().resolve("startup-" + jdk.feature() + ".json").toFile(), result);
  }

  /** With and without in turn, so that what else the machine does hits both alike. */
  private static void pairs(ObjectNode into, int n, Sample sample)
      throws IOException, InterruptedException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> difference = new ArrayList<>();
    sample.millis(false);
    sample.millis(true);
    for (int i = 0; i < n; i++) {
      without.add(sample.millis(false));
      with.add(sample.millis(true));
      difference.add(with.get(i) - without.get(i));
    }
    Figure.of(without).into(into, "without");
    Figure.of(with).into(into, "with");
    Figure.of(difference).into(into, "difference");
    System.out.println(into);
  }

  private double start(Jdk jdk, Path generated, boolean agent)
      throws IOException, InterruptedException {
    var command = command(agent, generated, Empty.class.getName());
    long start = System.nanoTime();
    String unused = jdk.run(command).lastLine();
    return (System.nanoTime() - start) / 1e6;
  }

  private double load(Jdk jdk, Path generated, boolean agent)
      throws IOException, InterruptedException {
    var command = command(agent, generated, LoadClasses.class.getName());
    command.add(String.valueOf(classes));
    return Double.parseDouble(jdk.run(command).lastLine());
  }

  private static List<String> command(boolean agent, Path classPath, String main) {
    var command = new ArrayList<String>();
    if (agent) {
      command.add("-javaagent:" + Jars.agent());
    }
    command.addAll(List.of("-Xshare:auto", "-cp", classPath.toString(), main));
    return command;
  }
}
