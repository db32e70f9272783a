package dev.weft.benchmarks.report;

import dev.weft.benchmarks.startup.FirstWoven;
import dev.weft.benchmarks.startup.LoadClasses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts one JDK's JVMs, each with the program that is to be measured. */
final class StartupPrograms {

  /** From here on the JDK calls its archives AOT caches. */
  private static final int HAS_CACHE = 25;

  private final Jdk jdk;
  private final Made made;
  private final int classes;
  private final Path archive;

  /**
   * Jars that are made before.
   *
   * @param folder where they are
   */
  record Made(Path folder) {

    /** Classes without {@code @Async}, very many, and an empty main. */
    Path generated() {
      return folder.resolve("generated.jar");
    }

    /** The agent that leaves every class as it is. */
    Path idle() {
      return folder.resolve("idle.jar");
    }

    /** The program with a coroutine, woven. */
    Path woven() {
      return folder.resolve("woven.jar");
    }

    /** The same as it was compiled. */
    Path unwoven() {
      return folder.resolve("unwoven.jar");
    }
  }

  /**
   * For one JDK.
   *
   * @param classes how many there are to load
   */
  StartupPrograms(Jdk jdk, Made made, int classes) {
    this.jdk = jdk;
    this.made = made;
    this.classes = classes;
    archive = made.folder.resolve("archive-" + jdk.feature());
  }

  private boolean hasCache() {
    return jdk.feature() >= HAS_CACHE;
  }

  /** Writes the archive of the woven program: one that knows what a run of it has loaded. */
  void writeArchive() throws IOException, InterruptedException {
    String option = hasCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    List<String> command = program(made.woven(), FirstWoven.MAIN);
    command.add(0, option + archive);
    String unused = jdk.run(command).lastLine();
  }

  /** Starts one; of what loads, how long that took its thread, else how long all took. */
  double millis(Startup kind) throws IOException, InterruptedException {
    List<String> command = command(kind);
    long start = System.nanoTime();
    String last = jdk.run(command).lastLine();
    double wall = (System.nanoTime() - start) / 1e6;
    return kind.loads() ? Double.parseDouble(last) : wall;
  }

  private List<String> command(Startup kind) {
    List<String> command =
        switch (kind) {
          case EMPTY, EMPTY_IDLE, EMPTY_AGENT -> program(made.woven(), FirstWoven.EMPTY);
          case WOVEN, ARCHIVED -> program(made.woven(), FirstWoven.MAIN);
          case AGENT -> program(made.unwoven(), FirstWoven.MAIN);
          case LOAD, LOAD_IDLE, LOAD_AGENT -> loading();
        };
    switch (kind) {
      case EMPTY_IDLE, LOAD_IDLE -> command.add(0, "-javaagent:" + made.idle());
      case EMPTY_AGENT, LOAD_AGENT, AGENT -> command.add(0, "-javaagent:" + Jars.agent());
      case ARCHIVED ->
          command.add(0, (hasCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
      default -> {}
    }
    return command;
  }

  private static List<String> program(Path jar, String main) {
    var classPath = new ArrayList<Path>();
    classPath.add(jar);
    classPath.addAll(Jars.ofPrograms());
    String joined =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ArrayList<>(List.of("-cp", joined, main));
  }

  private List<String> loading() {
    String path = made.generated().toString();
    String count = String.valueOf(classes);
    return new ArrayList<>(List.of("-cp", path, LoadClasses.class.getName(), count));
  }
}
