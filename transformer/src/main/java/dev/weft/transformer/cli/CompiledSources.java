package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inputs of which some may be Java sources: these are compiled into a temporary folder. */
final class CompiledSources implements AutoCloseable {

  private final List<Path> sources;
  private final List<Path> inputs;
  private final @Nullable Path temporary;

  private CompiledSources(List<Path> sources, List<Path> inputs, @Nullable Path temporary) {
    this.sources = sources;
    this.inputs = inputs;
    this.temporary = temporary;
  }

  /**
   * Compiles the sources among some paths, together.
   *
   * @throws IOException if they do not compile, or there is no compiler
   */
  static CompiledSources of(List<Path> paths, List<Path> classPath) throws IOException {
    List<Path> sources = paths.stream().filter(path -> path.toString().endsWith(".java")).toList();
    var inputs = new ArrayList<>(paths);
    inputs.removeAll(sources);
    if (sources.isEmpty()) {
      return new CompiledSources(sources, inputs, null);
    }
    for (Path source : sources) {
      if (!Files.isRegularFile(source)) {
        throw new IOException(source + " does not exist, or is no file");
      }
      if (!Files.isReadable(source)) {
        throw new AccessDeniedException(source.toString());
      }
    }
    var compiled = new CompiledSources(sources, inputs, Files.createTempDirectory("weft-explain"));
    try {
      compiled.compile(classPath);
      return compiled;
    } catch (IOException | RuntimeException e) {
      compiled.close();
      throw e;
    }
  }

  private void compile(List<Path> classPath) throws IOException {
    if (ModuleLayer.boot().findModule("java.compiler").isEmpty()) {
      throw noCompiler();
    }
    Path folder = Objects.requireNonNull(temporary);
    SourceCompiler.compile(sources, classPath, folder);
    inputs.add(folder);
  }

  static IOException noCompiler() {
    return new IOException(
        "there is no compiler in "
            + System.getProperty("java.home")
            + "; run this with a JDK, or compile the sources and name the class files");
  }

  /** What is to be woven. */
  List<Path> inputs() {
    return inputs;
  }

  /** The sources that were compiled. */
  List<Path> sources() {
    return sources;
  }

  @Override
  public void close() throws IOException {
    if (temporary != null) {
      try (Stream<Path> all = Files.walk(temporary)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
