package dev.weft.gradle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Sources of tests, and javac. */
final class Sources {

  static final List<Path> RUNTIME = List.of(placeOf(Weft.class), placeOf(Async.class));

  private Sources() {}

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the source of a class {@code p.NAME}; its text begins in line 2. */
  static Path write(Path root, String name, String text) throws IOException {
    Path file = root.resolve("p").resolve(name + ".java");
    Files.createDirectories(file.getParent());
    String before = "package p; import dev.weft.*; import dev.weft.annotations.Async;\n";
    return Files.writeString(file, before + text, UTF_8);
  }

  /** Compiles all sources below a root against the runtime and other folders. */
  static void compile(Path root, Path classes, Path... others) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var output = new StringWriter();
    var path = new ArrayList<>(RUNTIME);
    path.addAll(List.of(others));
    String joined = String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    Files.createDirectories(classes);
    var options = List.of("-g", "-proc:none", "-cp", joined, "-d", classes.toString());
    try (var manager = compiler.getStandardFileManager(null, null, UTF_8);
        Stream<Path> files = Files.walk(root)) {
      List<Path> sources = files.filter(each -> each.toString().endsWith(".java")).toList();
      var units = manager.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(output, manager, null, options, null, units).call()) {
        throw new IllegalArgumentException(output.toString());
      }
    }
  }

  /** The names of all files below a folder, with slashes. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(each -> folder.relativize(each).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
