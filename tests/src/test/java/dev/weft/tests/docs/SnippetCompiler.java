package dev.weft.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles snippets; what the compiler says is told with the line of the page. */
final class SnippetCompiler {

  private SnippetCompiler() {}

  /**
   * Compiles one snippet.
   *
   * @return the name of the class that has the main method
   */
  static String compile(Snippet snippet, Path folder, String classPath) throws IOException {
    var source = new SnippetSource(snippet);
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve(source.className() + ".java"), source.text());
    var problems = new DiagnosticCollector<JavaFileObject>();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-g", "--release", "17", "-proc:none", "-cp", classPath, "-d", folder.toString());
    try (var files = javac.getStandardFileManager(problems, null, null)) {
      var task =
          javac.getTask(null, files, problems, options, null, files.getJavaFileObjects(file));
      if (!task.call()) {
        throw new AssertionError(describe(snippet, source, problems.getDiagnostics()));
      }
    }
    return source.className();
  }

  private static String describe(
      Snippet snippet,
      SnippetSource source,
      List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    var text = new StringBuilder("a snippet does not compile\n");
    for (Diagnostic<? extends JavaFileObject> each : diagnostics) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        text.append(snippet.page())
            .append(':')
            .append(source.pageLine(each.getLineNumber()))
            .append(": ")
            .append(each.getMessage(null))
            .append('\n');
      }
    }
    return text.toString();
  }
}
