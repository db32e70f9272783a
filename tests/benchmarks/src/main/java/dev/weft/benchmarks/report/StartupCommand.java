package dev.weft.benchmarks.report;

import dev.weft.benchmarks.startup.FirstWoven;
import dev.weft.benchmarks.startup.GeneratedClasses;
import dev.weft.benchmarks.startup.IdleAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code startup}: how long small programs take from start to end, woven in every way. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description =
        "Starts JVMs with small programs, without an agent, with one that does nothing and with"
            + " Weft's, in turn, and writes a page of how long they took.")
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

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "The page to write. Default: ${DEFAULT-VALUE}")
  private Path page = Path.of("target", "benchmarks", "startup.md");

  StartupCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weft-startup");
    try {
      var made = made(folder);
      var figures = new StartupPage(runs, loadRuns, classes);
      for (Jdk jdk : options.jdks()) {
        figures.add(jdk, measure(new StartupPrograms(jdk, made, classes)));
      }
      Files.createDirectories(page.toAbsolutePath().getParent());
      figures.write(page);
    } finally {
      deleteAll(folder);
    }
    return 0;
  }

  private StartupPrograms.Made made(Path folder) throws IOException {
    var made = new StartupPrograms.Made(folder);
    GeneratedClasses.write(made.generated(), classes);
    IdleAgent.write(made.idle());
    FirstWoven.writeWoven(made.woven());
    FirstWoven.writeUnwoven(made.unwoven());
    return made;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Map<Startup, Figure> measure(StartupPrograms programs)
      throws IOException, InterruptedException {
    programs.writeArchive();
    var figures = new EnumMap<Startup, Figure>(Startup.class);
    measure(programs, runs, Startup.ofStart(), figures);
    measure(programs, loadRuns, Startup.ofLoading(), figures);
    return figures;
  }

  /** All in turn, so that what else the machine does hits them alike; one is for warming up. */
  private static void measure(
      StartupPrograms programs, int runs, List<Startup> kinds, Map<Startup, Figure> into)
      throws IOException, InterruptedException {
    var samples = new EnumMap<Startup, List<Double>>(Startup.class);
    for (int i = 0; i <= runs; i++) {
      for (Startup each : kinds) {
        double millis = programs.millis(each);
        if (i > 0) {
          samples.computeIfAbsent(each, key -> new ArrayList<>()).add(millis);
        }
      }
    }
    samples.forEach((kind, all) -> into.put(kind, Figure.of(all)));
    System.out.println(into);
  }
}
