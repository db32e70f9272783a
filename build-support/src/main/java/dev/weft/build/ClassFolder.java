package dev.weft.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the class files of a folder. */
final class ClassFolder {

  static final String SUFFIX = ".class";

  private ClassFolder() {}

  /** All classes below {@code root}, by internal name. */
  static Map<String, byte[]> read(Path root) throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .forEach(file -> classes.put(nameOf(root, file), bytes(file)));
    }
    return classes;
  }

  private static String nameOf(Path root, Path file) {
    String path = root.relativize(file).toString().replace('\\', '/');
    return path.substring(0, path.length() - SUFFIX.length());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
