package dev.weft.transformer.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources, by the JDK's compiler; loaded where there are sources only. */
final class SourceCompiler {

  private SourceCompiler() {}

  /**
   * Compiles sources, together.
   *
   * @param folder where the class files go
   * @throws CompilationFailure if they do not compile
   * @throws IOException if there is no compiler
   */
  static void compile(List<Path> sources, List<Path> classPath, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw CompiledSources.noCompiler();
    }
    var said = new DiagnosticCollector<JavaFileObject>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
      String path =
          classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
      List<String> options =
          List.of("-g", "-proc:none", "-nowarn", "-d", folder.toString(), "-cp", path);
      var units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(null, files, said, options, null, units).call()) {
        throw CompilationFailure.of(said.getDiagnostics());
      }
    }
  }
}
