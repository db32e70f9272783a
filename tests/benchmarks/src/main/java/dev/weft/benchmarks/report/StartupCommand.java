package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.benchmarks.startup.Empty;
import dev.weft.benchmarks.startup.FirstWoven;
import dev.weft.benchmarks.startup.GeneratedClasses;
import dev.weft.benchmarks.startup.IdleAgent;
import dev.weft.benchmarks.startup.LoadClasses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code startup}: what the agent costs programs that have nothing to be woven, or one class. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description =
        "Starts JVMs without an agent, with one that does nothing and with Weft's, in turn: an empty"
            + " main, one that loads many classes without @Async, and one with a coroutine.")
final class StartupCommand implements Callable<Integer> {

  @Mixin private JdkOptions options;

  @Option(names = "--runs", description = "JVMs of each kind. Default: ${DEFAULT-VALUE}")
  private int runs = 40;

  @Option(
      names = "--load-runs",
      description = "JVMs of each kind that load classes. Default: ${DEFAULT-VALUE}")
  private int loadRuns = 12;

  @Option(names = "--classes", description = "How many to load. Default: ${DEFAULT-VALUE}")
  private int classes = 10_000;

  StartupCommand() {}

  /** What a JVM is started with. */
  private enum Agent {
    NONE,
    IDLE,
    WEFT
  }

  private interface Sample {
    double millis(Agent agent) throws IOException, InterruptedException;
  }

  /** The jars that a run makes. */
  private record Made(Path generated, Path idle, Path woven, Path unwoven) {

    static Made inTemporaryFiles() throws IOException {
      return new Made(jar(), jar(), jar(), jar());
    }

    private static Path jar() throws IOException {
      return Files.createTempFile("weft", ".jar");
    }

    void delete() throws IOException {
      for (Path each : List.of(generated, idle, woven, unwoven)) {
        Files.delete(each);
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var made = Made.inTemporaryFiles();
    try {
      GeneratedClasses.write(made.generated, classes);
      IdleAgent.write(made.idle);
      FirstWoven.writeWoven(made.woven);
      FirstWoven.writeUnwoven(made.unwoven);
      for (Jdk jdk : options.jdks()) {
        measure(jdk, made);
      }
    } finally {
      made.delete();
    }
    return 0;
  }

  private void measure(Jdk jdk, Made made) throws IOException, InterruptedException {
    ObjectNode result = new ObjectMapper().createObjectNode();
    rounds(result.putObject("start"), runs, agent -> start(jdk, made, agent));
    rounds(result.putObject("first"), runs, agent -> first(jdk, made, agent));
    rounds(result.putObject("load"), loadRuns, agent -> load(jdk, made, agent));
    Files.createDirectories(options.work());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(options.work().resolve("startup-" + jdk.feature() + ".json").toFile(), result);
  }

  /**
   * All in turn, so that what else the machine does hits them alike; the first round is not
   * counted.
   */
  private static void rounds(ObjectNode into, int n, Sample sample)
      throws IOException, InterruptedException {
    List<Double> none = new ArrayList<>();
    List<Double> idle = new ArrayList<>();
    List<Double> weft = new ArrayList<>();
    for (int i = 0; i <= n; i++) {
      none.add(sample.millis(Agent.NONE));
      idle.add(sample.millis(Agent.IDLE));
      weft.add(sample.millis(Agent.WEFT));
    }
    Figure.of(counted(none)).into(into, "without");
    Figure.of(counted(idle)).into(into, "idle");
    Figure.of(counted(weft)).into(into, "with");
    Figure.of(counted(differences(weft, none))).into(into, "difference");
    Figure.of(counted(differences(weft, idle))).into(into, "overIdle");
    System.out.println(into);
  }

  private static List<Double> counted(List<Double> all) {
    return all.subList(1, all.size());
  }

  private static List<Double> differences(List<Double> more, List<Double> less) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < more.size(); i++) {
      differences.add(more.get(i) - less.get(i));
    }
    return differences;
  }

  private double start(Jdk jdk, Made made, Agent agent) throws IOException, InterruptedException {
    return wallMillis(jdk, command(agent, made, List.of(made.generated), Empty.class.getName()));
  }

  /** The program is woven by the agent, or was before. */
  private double first(Jdk jdk, Made made, Agent agent) throws IOException, InterruptedException {
    var classPath = new ArrayList<>(Jars.ofPrograms());
    classPath.add(agent == Agent.WEFT ? made.unwoven : made.woven);
    return wallMillis(jdk, command(agent, made, classPath, FirstWoven.MAIN));
  }

  private static double wallMillis(Jdk jdk, List<String> command)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String unused = jdk.run(command).lastLine();
    return (System.nanoTime() - start) / 1e6;
  }

  private double load(Jdk jdk, Made made, Agent agent) throws IOException, InterruptedException {
    var command = command(agent, made, List.of(made.generated), LoadClasses.class.getName());
    command.add(String.valueOf(classes));
    return Double.parseDouble(jdk.run(command).lastLine());
  }

  private static List<String> command(Agent agent, Made made, List<Path> classPath, String main) {
    var command = new ArrayList<String>();
    switch (agent) {
      case NONE -> {}
      case IDLE -> command.add("-javaagent:" + made.idle);
      case WEFT -> command.add("-javaagent:" + Jars.agent());
    }
    String joined =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-Xshare:auto", "-cp", joined, main));
    return command;
  }
}
