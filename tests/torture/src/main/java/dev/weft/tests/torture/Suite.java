package dev.weft.tests.torture;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A library's own test suite, run in a JVM of its own.
 *
 * @param tests its jar or folder
 * @param classPath what else it needs
 * @param classes a regular expression for the names of its test classes
 * @param options options for the JVM
 * @param minutes how long it may take
 */
record Suite(
    Path tests, List<String> classPath, String classes, List<String> options, int minutes) {

  /**
   * How it went.
   *
   * @param tests how each test ended, by its identifier
   * @param suspended about how often a pause suspended
   * @param finished whether the suite came to its end
   */
  record Result(Map<String, String> tests, long suspended, boolean finished) {}

  /**
   * Runs the suite.
   *
   * @param library the library's jars, before everything else on the class path
   * @param output a file for the results; what the tests print goes to one beside it
   */
  Result run(List<String> library, Path output) throws IOException, InterruptedException {
    Path log = output.resolveSibling(output.getFileName() + ".log");
    Process jvm =
        new ProcessBuilder(command(library, output))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
            .start();
    try {
      if (!jvm.waitFor(minutes, TimeUnit.MINUTES)) {
        return read(output, false);
      }
    } finally {
      jvm.destroyForcibly().waitFor();
    }
    return read(output, true);
  }

  private static String nullDevice() {
    return File.separatorChar == '/' ? "/dev/null" : "NUL";
  }

  private List<String> command(List<String> library, Path output) {
    var path = new ArrayList<>(library);
    path.add(tests.toString());
    path.addAll(classPath);
    path.add(tool());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, path));
    command.add(SuiteMain.class.getName());
    command.addAll(List.of(tests.toString(), output.toString(), classes));
    return command;
  }

  private static String tool() {
    try {
      return Path.of(Suite.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where this tool lies is no path", e);
    }
  }

  private static Result read(Path output, boolean inTime) throws IOException {
    var tests = new TreeMap<String, String>();
    long suspended = 0;
    boolean finished = false;
    for (String line : Files.exists(output) ? Files.readAllLines(output) : List.<String>of()) {
      if (line.startsWith(SuiteMain.END)) {
        suspended = Long.parseLong(line.substring(SuiteMain.END.length()));
        finished = inTime;
      } else {
        int tab = line.lastIndexOf('\t');
        tests.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return new Result(tests, suspended, finished);
  }
}
