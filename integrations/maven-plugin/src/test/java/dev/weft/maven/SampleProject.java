package dev.weft.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of one of the projects below {@code src/test/projects}, in which real Maven runs. */
final class SampleProject {

  /** {@code @junit@} for a property junit.version, {@code @maven-jar-plugin@} for a plugin. */
  private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z][a-z-]+)@");

  /** A build that takes longer is stuck. */
  private static final int MINUTES = 30;

  /** What a run of Maven gave. */
  record Built(int status, String log) {}

  final Path folder;
  private final TestRepository repository;

  /** Copies a project, with the versions of this build in its POMs. */
  SampleProject(String name, Path folder, TestRepository repository) throws IOException {
    this.folder = folder;
    this.repository = repository;
    Path source = Path.of(TestRepository.property("weft.it.projects"), name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, withVersions(Files.readString(file, UTF_8)), UTF_8);
      }
    }
  }

  /** Replaces {@code @name@} by the version that this build has for a property or a plugin. */
  private static String withVersions(String text) throws IOException {
    String pom = Files.readString(Path.of(TestRepository.property("weft.root"), "pom.xml"), UTF_8);
    return PLACEHOLDER
        .matcher(text.replace("@weft@", TestRepository.VERSION))
        .replaceAll(found -> versionOf(found.group(1), pom));
  }

  private static String versionOf(String name, String pom) {
    String quoted = Pattern.quote(name);
    Matcher version =
        Pattern.compile(
                "<"
                    + quoted
                    + "\\.version>([^<]+)<|<artifactId>"
                    + quoted
                    + "</artifactId>\\s*<version>([^<]+)<")
            .matcher(pom);
    if (!version.find()) {
      throw new IllegalArgumentException("the parent POM has no version of " + name);
    }
    return version.group(version.group(1) == null ? 2 : 1);
  }

  /** Runs Maven, as the one that runs these tests. */
  Built maven(String... arguments) throws IOException, InterruptedException {
    Path home = Path.of(TestRepository.property("weft.it.maven"));
    String script = File.separatorChar == '/' ? "bin/mvn" : "bin/mvn.cmd";
    var command = new ArrayList<String>();
    command.add(home.resolve(script).toString());
    command.addAll(List.of("-B", "-ntp", "-Dstyle.color=never"));
    command.addAll(List.of("-s", repository.settings().toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a main class of the project without an agent. */
  Built java(String mainClass, Path... classPath) throws IOException, InterruptedException {
    String path =
        String.join(File.pathSeparator, Stream.of(classPath).map(Path::toString).toList());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(List.of(java, "-cp", path, mainClass));
  }

  private Built run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log.txt");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "JAVA_TOOL_OPTIONS"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(command + " does not end\n" + Files.readString(log));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Built(process.exitValue(), Files.readString(log, UTF_8));
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Adds a plugin behind those that the POM has. */
  void addPlugin(String xml) throws IOException {
    String end = "    </plugins>\n  </build>";
    edit("pom.xml", end, xml.indent(6) + end);
  }

  /** Replaces a text in a source, and makes it newer than its class whatever the clock's grain. */
  void edit(String file, String text, String by) throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path, UTF_8);
    if (!before.contains(text)) {
      throw new IllegalArgumentException(file + " has no " + text);
    }
    Files.writeString(path, before.replace(text, withVersions(by)), UTF_8);
    var later = Files.getLastModifiedTime(path).toMillis() + 2000;
    Files.setLastModifiedTime(path, java.nio.file.attribute.FileTime.fromMillis(later));
  }

  /** The names of the files in a folder, without their own. */
  List<String> names(String in) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(in))) {
      return files
          .map(each -> Objects.requireNonNull(each.getFileName()).toString())
          .sorted()
          .toList();
    }
  }
}
