package dev.weft.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The programs of {@code src/test/io}: each runs on a JVM of its own with the packaged agent,
 * checks what it does itself, and ends by saying {@code all well}.
 */
final class IoPrograms {

  private static final Path SOURCES = Path.of("src/test/io");
  private static final long TIMEOUT_SECONDS = Long.getLong("weft.io.seconds", 600);

  private final Path folder;
  private final String classPath;

  private IoPrograms(Path folder, String classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  static IoPrograms compile(Path folder) throws IOException {
    String libraries =
        Stream.of("runtime", "annotations")
            .map(module -> System.getProperty("weft." + module + ".jar"))
            .reduce(System.getProperty("java.class.path"), (a, b) -> a + File.pathSeparator + b);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(SOURCES)) {
      var units = files.getJavaFileObjectsFromPaths(sources.toList());
      List<String> options =
          List.of("-g", "--release", "17", "-proc:none", "-cp", libraries, "-d", folder.toString());
      boolean compiled = compiler.getTask(problems, files, null, options, null, units).call();
      assertThat(compiled).as(problems.toString()).isTrue();
    }
    return new IoPrograms(folder, folder + File.pathSeparator + libraries);
  }

  /** Runs one program with options of the JVM before its name and arguments behind it. */
  String run(String... command) throws IOException, InterruptedException {
    var line = java("=verify", command);
    line.add(1, "-ea");
    return runCommand(line);
  }

  /**
   * The command for one program with options of the JVM before its name and arguments behind it.
   */
  List<String> java(String agentOptions, String... command) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-javaagent:" + System.getProperty("weft.agent.jar") + agentOptions);
    line.addAll(List.of("-cp", classPath));
    line.addAll(List.of(command));
    return line;
  }

  String runCommand(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended).as("no end: " + command + "\n" + said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("all well").doesNotContain("weft: error");
    return said;
  }
}
