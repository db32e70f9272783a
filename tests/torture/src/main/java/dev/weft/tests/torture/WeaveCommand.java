package dev.weft.tests.torture;

import dev.weft.transformer.cli.MonitorsConverter;
import dev.weft.transformer.model.Monitors;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weave PLACE...}: every method a coroutine, every call a suspension point; none is run. */
@Command(
    name = "weave",
    mixinStandardHelpOptions = true,
    description =
        "Weaves every method of the given classes as if every call in it suspended, checks the"
            + " result with ASM, and defines and links it. Exit status 1 if anything failed.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WeaveCommand implements Callable<Integer> {

  /** Loading goes by batches, so that the JVM can unload what has been checked. */
  private static final int BATCH = 200;

  @Parameters(
      paramLabel = "PLACE",
      arity = "1..*",
      description = "Jars, folders, jrt:/ for the whole JDK, or jrt:/MODULE.")
  private List<String> places;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description = "What the classes were compiled against, besides the JDK.")
  private String classPath;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads weave; default: one for each processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--monitors",
      paramLabel = "refuse|release",
      converter = MonitorsConverter.class,
      description = "What is done with methods that hold monitors; default: ${DEFAULT-VALUE}.")
  private Monitors monitors = Monitors.REFUSE;

  @Option(names = "--verbose", description = "Lists the classes that fail without weaving, too.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  WeaveCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Tally total = new Tally();
    try (Subject subject = Subject.open(places, split(classPath), monitors)) {
      torture(subject, total);
    }
    report(total, System.nanoTime() - start);
    return total.failures.isEmpty() ? 0 : 1;
  }

  static List<String> split(String path) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(each -> !each.isBlank())
        .toList();
  }

  private void torture(Subject subject, Tally total) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<Tally>>();
      List<String> names = subject.names();
      for (int from = 0; from < names.size(); from += BATCH) {
        List<String> batch = names.subList(from, Math.min(from + BATCH, names.size()));
        running.add(pool.submit(() -> new ClassTorture(subject, batch).call()));
      }
      for (Future<Tally> each : running) {
        total.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the torture tool itself failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private void report(Tally total, long nanos) {
    PrintWriter out = spec.commandLine().getOut();
    total.failures.forEach(failure -> out.println("FAILED " + failure));
    if (verbose) {
      total.notEvenPlain.forEach(problem -> out.println("fails without weaving, too: " + problem));
    }
    out.printf(
        Locale.ROOT,
        "%d classes (%d of them without a method to weave), %d problems that classes have without"
            + " weaving, %.0f s in all%n",
        total.classes,
        total.untouched,
        total.notEvenPlain.size(),
        nanos / 1e9);
    total.refusals.forEach((reason, count) -> out.println(count + " refused: " + reason));
    throughput(total, out);
    out.printf(
        Locale.ROOT,
        "%d methods, %d suspension points, %d refused, %d failed%n",
        total.methods,
        total.points,
        total.refused,
        total.failures.size());
    out.flush();
  }

  private static void throughput(Tally total, PrintWriter out) {
    speed(out, "weaving", total.weaveNanos, total);
    speed(out, "ASM reading and writing the same, frames expanded", total.rewriteNanos, total);
  }

  private static void speed(PrintWriter out, String what, long nanos, Tally total) {
    double seconds = nanos / 1e9;
    out.printf(
        Locale.ROOT,
        "%s: %.0f classes/s, %.1f MB/s on one thread%n",
        what,
        total.classes / seconds,
        total.bytes / 1e6 / seconds);
  }
}
