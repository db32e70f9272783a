package dev.weft.tests.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** Writes what a library's jars or folders hold, with its woven classes in place of its own. */
final class WovenJar {

  private WovenJar() {}

  /**
   * Writes a jar.
   *
   * @param places jars or folders, whose resources are copied
   * @param classes class files by internal name
   */
  static void write(Path jar, Iterable<String> places, Map<String, byte[]> classes)
      throws IOException {
    try (FileSystem out = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (String place : places) {
        copy(Path.of(place), out);
      }
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        Path file = out.getPath("/" + each.getKey() + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue());
      }
    }
  }

  private static void copy(Path place, FileSystem out) throws IOException {
    if (Files.isDirectory(place)) {
      copyTree(place, out);
    } else {
      try (FileSystem in = FileSystems.newFileSystem(place)) {
        copyTree(in.getPath("/"), out);
      }
    }
  }

  /** Without module descriptors, signatures, and other versions of classes. */
  private static void copyTree(Path root, FileSystem out) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .filter(
              file -> !file.toString().matches(".*(/versions/.*|module-info.class|\\.SF|\\.RSA)"))
          .forEach(file -> copyFile(file, out.getPath("/" + root.relativize(file))));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + from, e);
    }
  }
}
