package dev.weft.gradle;

import dev.weft.transformer.cli.BuildWeaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the compilers of a source set have written, each into a folder of its own. */
final class CompiledClasses implements BuildWeaver.Source {

  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, Path> declarations;

  /**
   * Looks at the folders.
   *
   * @param folders those that do not exist are passed over; of two files of one name the first
   *     counts, as on a class path
   * @param declarations resources that weaving depends on, by name; they are looked at and are not
   *     part of the result
   */
  CompiledClasses(List<Path> folders, Map<String, Path> declarations) throws IOException {
    this.declarations = Map.copyOf(declarations);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        add(folder);
      }
    }
  }

  private void add(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.putIfAbsent(folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }
  }

  @Override
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  @Override
  public Optional<byte[]> find(String name) throws IOException {
    Path file = pathOf(name);
    return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
  }

  private @Nullable Path pathOf(String name) {
    Path file = files.get(name);
    return file == null ? declarations.get(name) : file;
  }

  /** The bytes of one of the files. */
  byte[] read(String name) throws IOException {
    return find(name).orElseThrow();
  }

  @Override
  public String placeOf(String name) {
    Path file = pathOf(name);
    return file == null ? name : file.toString();
  }
}
