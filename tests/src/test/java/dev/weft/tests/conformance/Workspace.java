package dev.weft.tests.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Compiles with a compiler that reads and writes files: in a folder that is gone afterwards. */
final class Workspace {

  private static final String CLASS = ".class";

  private Workspace() {}

  /**
   * A compiler that works on files.
   *
   * @param extension how the names of source files end
   * @param compile takes the source files and the folder for class files; throws if it cannot
   */
  static ProgramCompiler compiler(String extension, BiConsumer<List<Path>, Path> compile) {
    return sources -> {
      try {
        Path folder = Files.createTempDirectory("weft-programs");
        try {
          Path classes = Files.createDirectory(folder.resolve("classes"));
          compile.accept(write(folder.resolve("sources"), sources, extension), classes);
          return read(classes);
        } finally {
          delete(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static List<Path> write(Path folder, Map<String, String> sources, String extension)
      throws IOException {
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = folder.resolve(each.getKey().replace('.', '/') + extension);
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(CLASS)).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        classes.put(name.substring(0, name.length() - CLASS.length()), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
