package dev.weft.transformer.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the sources are that classes were compiled from: folders, and jars of sources. Only files
 * that were found there at the beginning are ever read, whatever a class file names as its source.
 */
public final class SourceFiles implements AutoCloseable {

  /** Larger ones were written by no hand. */
  private static final long LARGEST = 4_000_000;

  private final Map<String, Path> byPath = new HashMap<>();
  private final Map<String, List<Path>> byName = new HashMap<>();
  private final List<FileSystem> jars = new ArrayList<>();

  private SourceFiles() {}

  /** No sources. */
  public static SourceFiles none() {
    return new SourceFiles();
  }

  /**
   * The sources of some folders and jars.
   *
   * @throws IOException if one of them is not there, or cannot be read
   */
  public static SourceFiles in(List<Path> roots) throws IOException {
    var sources = new SourceFiles();
    try {
      for (Path root : roots) {
        sources.add(root);
      }
      return sources;
    } catch (IOException | RuntimeException e) {
      sources.close();
      throw e;
    }
  }

  private void add(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new IOException(
          "the sources " + root + " do not exist; name a folder or a jar of sources");
    }
    if (Files.isRegularFile(root) && !root.toString().matches(".*\\.(jar|zip)")) {
      byName.computeIfAbsent(root.getFileName().toString(), any -> new ArrayList<>()).add(root);
      return;
    }
    Path top = root;
    if (!Files.isDirectory(root)) {
      FileSystem jar = FileSystems.newFileSystem(root, (ClassLoader) null);
      jars.add(jar);
      top = jar.getPath("/");
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = top.relativize(file).toString().replace('\\', '/');
        byPath.putIfAbsent(name, file);
        byName.computeIfAbsent(file.getFileName().toString(), any -> new ArrayList<>()).add(file);
      }
    }
  }

  /**
   * The lines of a source file, if it is known: where the package says, or, as in Kotlin, anywhere,
   * if only one file is called so.
   *
   * @param packageName with slashes
   * @param file as the class file names it
   */
  public @Nullable List<String> find(String packageName, String file) throws IOException {
    Path found = byPath.get(packageName.isEmpty() ? file : packageName + "/" + file);
    List<Path> named = byName.getOrDefault(file, List.of());
    if (found == null && named.size() == 1) {
      found = named.get(0);
    }
    if (found == null || Files.size(found) > LARGEST) {
      return null;
    }
    return new String(Files.readAllBytes(found), StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() throws IOException {
    for (FileSystem jar : jars) {
      jar.close();
    }
  }
}
