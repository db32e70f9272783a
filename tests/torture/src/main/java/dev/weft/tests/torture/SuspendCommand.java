package dev.weft.tests.torture;

import dev.weft.transformer.cli.MonitorsConverter;
import dev.weft.transformer.model.Monitors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code suspend}: a library's own tests, with the library as it is and with it suspending
 * everywhere, must end the same way.
 */
@Command(
    name = "suspend",
    mixinStandardHelpOptions = true,
    description =
        "Runs a library's own test suite (JUnit 3 and newer) twice, once plain and once with the"
            + " library woven so that after every call it suspends, unwinds to the root and is"
            + " resumed. Exit status 1 if any test ends differently.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SuspendCommand implements Callable<Integer> {

  @Option(
      names = "--library",
      required = true,
      paramLabel = "JAR",
      description = "The library's jar or folder; may be repeated.")
  private List<String> library;

  @Option(
      names = "--tests",
      required = true,
      paramLabel = "JAR",
      description = "The jar or folder of its tests.")
  private Path tests;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description = "What library and tests need besides; JUnit is there already.")
  private String classPath;

  @Option(
      names = "--classes",
      paramLabel = "REGEX",
      description = "Which test classes to run, by binary name; default: ${DEFAULT-VALUE}.",
      defaultValue = "^(Test.*|.+[.$]Test.*|.*Tests?|.*TestCase)$")
  private String classes;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "1",
      description = "The fraction of calls that suspend, from 0 to 1; default: all.")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides which calls suspend if not all do.")
  private long seed;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "An option for the JVMs that run the tests; may be repeated.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long each run may take; default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--monitors",
      paramLabel = "refuse|release",
      converter = MonitorsConverter.class,
      description =
          "Whether methods that hold monitors run as they are, or give them up while"
              + " suspended; default: ${DEFAULT-VALUE}.")
  private Monitors monitors = Monitors.REFUSE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to leave the woven jar, results and logs; default: a new folder.")
  private Path out;

  @Spec private CommandSpec spec;

  SuspendCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter print = spec.commandLine().getOut();
    Path folder = out == null ? Files.createTempDirectory("weft-torture") : out;
    Files.createDirectories(folder);
    Path woven = folder.resolve("woven.jar");
    Files.deleteIfExists(woven);
    print.println(weave(woven));
    print.flush();
    Suite.Result plain = suite(List.of()).run(library, folder.resolve("plain.txt"));
    Suite.Result suspended =
        suite(suspending()).run(List.of(woven.toString()), folder.resolve("suspending.txt"));
    return compare(plain, suspended, folder, print);
  }

  private String weave(Path jar) throws IOException {
    try (ClassSet own = ClassSet.open(library);
        ClassSet others = ClassSet.open(existing(WeaveCommand.split(classPath)))) {
      Library result = Library.weave(own, others, monitors);
      WovenJar.write(jar, library, result.classFiles());
      return result.summary();
    }
  }

  /** A class path may name what is not there. */
  private static List<String> existing(List<String> path) {
    return path.stream().filter(each -> Files.exists(Path.of(each))).toList();
  }

  private Suite suite(List<String> more) {
    var all = new ArrayList<>(options);
    all.addAll(more);
    return new Suite(tests, WeaveCommand.split(classPath), classes, all, minutes);
  }

  private List<String> suspending() {
    return List.of(
        "-D" + Pause.RATE + "=" + Math.round(rate * 1_000_000), "-D" + Pause.SEED + "=" + seed);
  }

  private static int compare(
      Suite.Result plain, Suite.Result suspended, Path folder, PrintWriter print) {
    var names = new TreeSet<>(plain.tests().keySet());
    names.addAll(suspended.tests().keySet());
    int different = 0;
    for (String name : names) {
      String before = plain.tests().getOrDefault(name, "not run");
      String after = suspended.tests().getOrDefault(name, "not run");
      if (!before.equals(after)) {
        different++;
        print.println("DIFFERENT " + name + ": plain " + before + ", suspending " + after);
      }
    }
    boolean finished = plain.finished() && suspended.finished();
    if (!finished) {
      print.println("the " + (plain.finished() ? "suspending" : "plain") + " suite did not finish");
    }
    long failed = plain.tests().values().stream().filter(how -> how.startsWith("FAILED")).count();
    print.println("results and logs are in " + folder);
    print.println(
        names.size()
            + " tests and containers ("
            + failed
            + " fail plain, too), "
            + suspended.suspended()
            + " suspensions, "
            + different
            + " different");
    print.flush();
    return finished && different == 0 && !names.isEmpty() ? 0 : 1;
  }
}
