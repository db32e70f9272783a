package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a folder, of a jar, or a single class file, by their names with slashes. */
final class Input implements AutoCloseable {

  /** Whoever reads a jar as a stream finds the manifest at its beginning only. */
  private static final Comparator<String> MANIFEST_FIRST =
      Comparator.comparing((String name) -> !name.equals("META-INF/MANIFEST.MF"))
          .thenComparing(Comparator.naturalOrder());

  private final Path source;
  private final Path root;
  private final @Nullable FileSystem jar;
  private final TreeMap<String, Path> files = new TreeMap<>(MANIFEST_FIRST);

  private Input(Path source, Path root, @Nullable FileSystem jar) {
    this.source = source;
    this.root = root;
    this.jar = jar;
  }

  /** Opens a folder, jar or class file. */
  static Input open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + " does not exist; name a folder, a jar or a class file");
    }
    if (Files.isDirectory(path)) {
      return new Input(path, path, null).scan();
    }
    if (path.toString().endsWith(".class")) {
      var single = new Input(path, path, null);
      single.files.put(path.getFileName().toString(), path);
      return single;
    }
    try {
      FileSystem jar = FileSystems.newFileSystem(path);
      return new Input(path, jar.getPath("/"), jar).scan();
    } catch (IOException | java.nio.file.ProviderNotFoundException e) {
      throw new IOException(path + " is neither a folder, a jar nor a class file", e);
    }
  }

  private Input scan() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> regular = new ArrayList<>(all.filter(Files::isRegularFile).toList());
      regular.forEach(file -> files.put(root.relativize(file).toString().replace('\\', '/'), file));
    }
    return this;
  }

  /** All files in the order of their names. */
  Map<String, Path> files() {
    return files;
  }

  /** How a person would name one of the files. */
  String placeOf(Path file) {
    return jar == null ? file.toString() : source + "!" + file;
  }

  /** The bytes of a file, or null. */
  byte @Nullable [] read(String name) throws IOException {
    Path file = files.get(name);
    return file == null ? null : Files.readAllBytes(file);
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
