package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Path file = Files.createDirectories(folder).resolve(name.group(1) + ".java");
    Files.writeString(file, source);
    var classPath = new StringBuilder(Jars.application());
    for (Path library : libraries) {
      classPath.append(File.pathSeparator).append(library);
    }
    List<String> options = new ArrayList<>(List.of("-g", "--release", "17", "-proc:none"));
    options.addAll(List.of("-cp", classPath.toString(), "-d", folder.toString()));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var problems = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(problems, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(problems.toString()).isTrue();
    }
    return folder;
  }
}
