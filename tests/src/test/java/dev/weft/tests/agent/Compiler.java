package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles programs given as text into folders. */
final class Compiler {

  private static final Pattern CLASS = Pattern.compile("(?:class|interface|record) (\\w+)");

  private Compiler() {}

  /** Compiles one source against the runtime and {@code libraries}; the folder is returned. */
  static Path compile(Path folder, String source, Path... libraries) throws IOException {
    Matcher name = CLASS.matcher(source);
    assertThat(name.find()).isTrue();
    var classPath = new StringBuilder(Jars.application());
    for (Path library : libraries) {
      classPath.append(File.pathSeparator).append(library);
    }
    Map<String, String> sources = Map.of(name.group(1) + ".java", source);
    return compile(folder, sources, List.of("-cp", classPath.toString()));
  }

  /** Compiles a module, its sources by file name, against the runtime and other modules. */
  static Path compileModule(Path folder, Map<String, String> sources, Path... modules)
      throws IOException {
    var path = new StringBuilder(Jars.application());
    for (Path module : modules) {
      path.append(File.pathSeparator).append(module);
    }
    return compile(folder, sources, List.of("-p", path.toString()));
  }

  private static Path compile(Path folder, Map<String, String> sources, List<String> path)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      written.add(Files.writeString(folder.resolve(source.getKey()), source.getValue()));
    }
    List<String> options = new ArrayList<>(List.of("-g", "--release", "17", "-proc:none"));
    options.addAll(path);
    options.addAll(List.of("-d", folder.toString()));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var problems = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  problems, files, null, options, null, files.getJavaFileObjectsFromPaths(written))
              .call();
      assertThat(compiled).as(problems.toString()).isTrue();
    }
    return folder;
  }
}
