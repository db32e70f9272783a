package dev.weft.tests.conformance;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles Java programs in memory. */
final class Compiler {

  /** Thrown for programs that the compiler turns down. */
  static final class DoesNotCompile extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    DoesNotCompile(String errors) {
      super("programs do not compile:\n" + errors);
    }

    /** Whether the compiler itself broke down. */
    boolean isCrash() {
      return getMessage().contains("An exception has occurred in the compiler");
    }
  }

  private Compiler() {}

  /** The JDK's own compiler. */
  static ProgramCompiler javac(String... options) {
    return sources -> compile(ToolProvider.getSystemJavaCompiler(), sources, options);
  }

  private static Map<String, byte[]> compile(
      JavaCompiler compiler, Map<String, String> sources, String... options) {
    if (sources.isEmpty()) {
      return Map.of();
    }
    var files = new Memory(compiler.getStandardFileManager(null, null, null));
    var errors = new StringWriter();
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), each.getValue()))
            .toList();
    var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-classpath", classPath()));
    arguments.addAll(List.of(options));
    if (!compiler.getTask(errors, files, null, arguments, null, units).call()) {
      throw new DoesNotCompile(errors.toString());
    }
    return files.classes();
  }

  /** What programs are compiled against: the runtime, the tests' own classes and a library. */
  static String classPath(Class<?>... library) {
    Stream<Class<?>> own = Stream.of(Weft.class, Async.class, Probe.class);
    return Stream.concat(own, Stream.of(library))
        .map(Compiler::placeOf)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Binary extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Binary(String name) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Binary> binaries = new TreeMap<>();

    Memory(JavaFileManager underlying) {
      super(underlying);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return binaries.computeIfAbsent(name.replace('.', '/'), Binary::new);
    }

    Map<String, byte[]> classes() {
      var classes = new TreeMap<String, byte[]>();
      binaries.forEach((name, binary) -> classes.put(name, binary.bytes.toByteArray()));
      return classes;
    }
  }
}
