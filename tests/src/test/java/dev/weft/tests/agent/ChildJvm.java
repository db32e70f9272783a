package dev.weft.tests.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own for one small program, on the packaged jars, with the JDK that runs the tests.
 */
final class ChildJvm {

  /** What a program did. */
  record Result(int exit, String out, String err) {}

  private static final long TIMEOUT_SECONDS = 600;

  /** These programs end before a second compiler or collecting threads are of use. */
  private static final List<String> FOR_SHORT_RUNS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private String classPath = Jars.application();

  ChildJvm(Path folder) {
    this.folder = folder;
  }

  /** Adds {@code -javaagent} with options. */
  ChildJvm agent(String agentOptions) {
    return option("-javaagent:" + Jars.AGENT + (agentOptions.isEmpty() ? "" : "=" + agentOptions));
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm classPath(Object... entries) {
    var joined = new StringBuilder(Jars.application());
    for (Object entry : entries) {
      joined.append(File.pathSeparator).append(entry);
    }
    classPath = joined.toString();
    return this;
  }

  /** Runs the weaver of the packaged jar, with this JVM's class path. */
  Result weave(Path in, Path out, String... options) throws IOException, InterruptedException {
    return weaver(
        Stream.concat(Stream.of("weave", in.toString(), out.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  /** Has the packaged jar look at woven classes, with this JVM's class path. */
  Result verify(Path woven) throws IOException, InterruptedException {
    return weaver("verify", woven.toString());
  }

  private Result weaver(String... command) throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of("-jar", Jars.TRANSFORMER.toString()));
    line.addAll(List.of(command));
    line.addAll(List.of("-cp", classPath));
    return run(line.toArray(String[]::new));
  }

  /** Runs with {@code java}; whatever follows the options of the JVM comes from the caller. */
  Result run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FOR_SHORT_RUNS);
    command.addAll(options);
    if (!List.of(arguments).contains("-jar")) {
      command.add("-cp");
      command.add(classPath);
    }
    command.addAll(List.of(arguments));
    return command(command);
  }

  /** Runs another program than the JDK's {@code java}, in the same folder. */
  Result command(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "no end after " + TIMEOUT_SECONDS + " s: " + command + "\n" + Files.readString(out));
    }
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
