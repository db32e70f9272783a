package dev.weft.tests.docs;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles the snippets of one page and runs those that compile, all in one JVM with the agent;
 * then says of each what is wrong with it.
 */
final class SnippetRun {

  private static final int MINUTES = 10;

  private final Path folder;
  private final Map<Snippet, Path> compiled = new LinkedHashMap<>();
  private final Map<Snippet, AssertionError> broken = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();

  private SnippetRun(Path folder) {
    this.folder = folder;
  }

  /** Compiles and runs {@code snippets} below {@code folder}. */
  static SnippetRun of(List<Snippet> snippets, Path folder) throws Exception {
    var run = new SnippetRun(Files.createDirectories(folder));
    for (Snippet each : snippets) {
      run.compile(each);
    }
    if (!run.compiled.isEmpty()) {
      run.start();
    }
    return run;
  }

  private void compile(Snippet snippet) throws IOException {
    Path classes = folder.resolve("line" + snippet.line());
    try {
      String name = SnippetCompiler.compile(snippet, classes, classPath());
      compiled.put(snippet, classes);
      arguments.add(classes.toString());
      arguments.add(name);
    } catch (AssertionError wrong) {
      broken.put(snippet, wrong);
    }
  }

  private void start() throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // each runs once
    command.add("-javaagent:" + System.getProperty("weft.agent.jar") + "=verify");
    command.add("-cp");
    command.add(classPath() + File.pathSeparator + own());
    command.add(SnippetMain.class.getName());
    command.addAll(arguments);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end after " + MINUTES + " min:\n" + Files.readString(log));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("the snippets' JVM failed:\n" + Files.readString(log));
    }
  }

  private static Path own() throws URISyntaxException {
    return Path.of(SnippetMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The packaged jars, and the libraries that pages speak of. */
  private static String classPath() {
    String all = System.getProperty("java.class.path");
    Stream<String> libraries =
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> entry.matches(".*(vertx|netty|slf4j-api|logback|opentelemetry).*"));
    return Stream.concat(
            Stream.of(
                System.getProperty("weft.runtime.jar"), System.getProperty("weft.annotations.jar")),
            libraries)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Fails if {@code snippet} does not compile, throws, or prints what the page does not show. */
  void check(Snippet snippet) throws IOException {
    AssertionError wrong = broken.get(snippet);
    if (wrong != null) {
      throw wrong;
    }
    Path classes = compiled.get(snippet);
    String failure = Files.readString(classes.resolve("failure"));
    if (!failure.isEmpty()) {
      throw new AssertionError(snippet.where() + ": this snippet fails: " + failure);
    }
    String err = Files.readString(classes.resolve("err"));
    if (!err.isEmpty()) {
      throw new AssertionError(snippet.where() + ": this snippet writes to standard error: " + err);
    }
    compareOutput(snippet, Files.readString(classes.resolve("out")));
  }

  private static void compareOutput(Snippet snippet, String printed) {
    String shown = snippet.output();
    if (shown != null && !lines(shown).equals(lines(printed))) {
      throw new AssertionError(
          snippet.where()
              + ": this snippet prints something else\nthe page shows:\n"
              + shown
              + "it prints:\n"
              + printed);
    }
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::stripTrailing).toList();
  }
}
