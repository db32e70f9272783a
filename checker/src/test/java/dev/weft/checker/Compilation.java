package dev.weft.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources to be compiled by this JDK's javac, with options, and what it says. */
final class Compilation {

  /** The checker as it is put on a processor path. */
  static final Path CHECKER = location(WeftPlugin.class);

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> options = new ArrayList<>();
  private final List<Processor> processors = new ArrayList<>();
  private final StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
  private Path output;

  /**
   * What the compiler has said.
   *
   * @param succeeded whether it wrote class files
   * @param diagnostics all that it said
   */
  record Result(boolean succeeded, List<Diagnostic<? extends JavaFileObject>> diagnostics) {

    /** What the checker said, as {@code File.java:line:column: kind: text}. */
    List<String> findings() {
      return diagnostics.stream().map(Result::text).filter(each -> each.contains("[weft")).toList();
    }

    /** All that was said. */
    List<String> texts() {
      return diagnostics.stream().map(Result::text).toList();
    }

    private static String text(Diagnostic<? extends JavaFileObject> each) {
      JavaFileObject source = each.getSource();
      String name =
          source == null ? "" : Path.of(source.toUri().getPath()).getFileName().toString();
      return name
          + ":"
          + each.getLineNumber()
          + ":"
          + each.getColumnNumber()
          + ": "
          + each.getKind().toString().toLowerCase(Locale.ROOT)
          + ": "
          + each.getMessage(Locale.ENGLISH);
    }
  }

  /** With the checker on the processor path, as a processor. */
  static Compilation checked() {
    return new Compilation().option("-processorpath", CHECKER.toString());
  }

  Compilation source(String path, String text) {
    sources.put(path, text);
    return this;
  }

  Compilation option(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  Compilation processor(Processor processor) {
    processors.add(processor);
    return this;
  }

  Compilation classPath(Path more) {
    classPath.insert(0, more + System.getProperty("path.separator"));
    return this;
  }

  /** Leaves nothing on the class path, Weft neither. */
  Compilation withoutClassPath() {
    classPath.setLength(0);
    return this;
  }

  Compilation output(Path folder) {
    output = folder;
    return this;
  }

  Result compile() {
    var collector = new DiagnosticCollector<JavaFileObject>();
    var files = sources.entrySet().stream().map(each -> new Text(each.getKey(), each.getValue()));
    var all = new ArrayList<>(options);
    all.addAll(List.of("-d", folder().toString(), "-classpath", classPath.toString()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var task = compiler.getTask(null, null, collector, all, null, files.toList());
    if (!processors.isEmpty()) {
      task.setProcessors(processors);
    }
    boolean succeeded = task.call();
    return new Result(succeeded, collector.getDiagnostics());
  }

  private Path folder() {
    try {
      return output == null ? Files.createTempDirectory("weft-checker") : output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
