package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;

/**
 * A JDK to measure on.
 *
 * @param home its folder
 * @param feature its feature release, 17 say
 */
record Jdk(Path home, int feature) {

  private static final long TIMEOUT_MINUTES = 15;

  /** What a JVM did: its exit status, what it printed, and what it complained about. */
  record Run(int exit, String out, String err) {

    /** The last line it printed, or the failure with the first line of its complaint. */
    String lastLine() throws IOException {
      if (exit != 0) {
        throw new IOException("exit status " + exit + ": " + err.lines().findFirst().orElse(""));
      }
      return out.lines().reduce("", (before, line) -> line);
    }
  }

  /** The JDK that runs this. */
  static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** Reads on the command line the folder of a JDK. */
  static final class Converter implements ITypeConverter<Jdk> {
    @Override
    public Jdk convert(String home) throws IOException {
      var release = new Properties();
      try (var in = Files.newBufferedReader(Path.of(home, "release"))) {
        release.load(in);
      }
      String version = release.getProperty("JAVA_VERSION").replace("\"", "");
      return new Jdk(Path.of(home), Runtime.Version.parse(version).feature());
    }
  }

  /** See {@link Peers#hasVirtualThreads}. */
  boolean hasVirtualThreads() {
    return Peers.hasVirtualThreads(feature);
  }

  /** The beginning of a command. */
  List<String> java(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(arguments);
    return command;
  }

  /** Runs a JVM to its end. */
  Run run(List<String> arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("weft", ".out");
    Path err = Files.createTempFile("weft", ".err");
    try {
      Process process =
          new ProcessBuilder(java(arguments))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        return new Run(-1, "", "no end after " + TIMEOUT_MINUTES + " minutes");
      }
      return new Run(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
