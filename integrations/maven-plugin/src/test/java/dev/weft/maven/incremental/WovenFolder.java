package dev.weft.maven.incremental;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A folder of classes that a test compiles into and weaves, as a build does again and again. */
final class WovenFolder {

  final Path classes;
  private final Path base;
  private FolderSettings settings;

  WovenFolder(Path base) throws IOException {
    this.base = base;
    classes = Files.createDirectories(base.resolve("classes"));
    settings =
        new FolderSettings(
            classes,
            base.resolve("memory"),
            List.of(placeOf(Weft.class), placeOf(Async.class)),
            ClassSelection.ALL,
            WeavingRules.DEFAULT,
            "1");
  }

  static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  FolderSettings settings() {
    return settings;
  }

  void set(ClassSelection selection, WeavingRules rules) {
    set(settings.classPath(), selection, rules);
  }

  void setClassPath(Path... entries) {
    set(List.of(entries), settings.selection(), settings.rules());
  }

  private void set(List<Path> classPath, ClassSelection selection, WeavingRules rules) {
    settings = new FolderSettings(classes, settings.memory(), classPath, selection, rules, "1");
  }

  /**
   * Compiles sources, each called as its only top-level class and followed by its text, against
   * what is there.
   */
  void compile(String... sources) throws IOException {
    compile(classes, sources);
  }

  private void compile(Path target, String... sources) throws IOException {
    Path folder = Files.createTempDirectory(base, "sources");
    var options = new ArrayList<String>();
    String path =
        String.join(
            System.getProperty("path.separator"),
            classes.toString(),
            placeOf(Weft.class).toString(),
            placeOf(Async.class).toString());
    options.addAll(List.of("-g", "-proc:none", "-cp", path, "-d", target.toString()));
    for (int i = 0; i < sources.length; i += 2) {
      Path file = folder.resolve(sources[i] + ".java");
      Files.writeString(file, "package p; import dev.weft.*; import dev.weft.annotations.Async;\n");
      Files.writeString(file, sources[i + 1], UTF_8, java.nio.file.StandardOpenOption.APPEND);
      options.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var output = new StringWriter();
    List<String> files = options.stream().filter(each -> each.endsWith(".java")).toList();
    options.removeAll(files);
    boolean compiled;
    try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      var units = manager.getJavaFileObjects(files.toArray(String[]::new));
      compiled = compiler.getTask(output, manager, null, options, null, units).call();
    }
    if (!compiled) {
      throw new IllegalArgumentException(Arrays.toString(sources) + "\n" + output);
    }
  }

  Outcome weave() throws IOException {
    return FolderWeaving.weave(settings);
  }

  Path file(String name) {
    return classes.resolve(name);
  }

  /** The hashes of all files, by name. */
  Map<String, String> content() throws IOException {
    return content(classes);
  }

  private static Map<String, String> content(Path folder) throws IOException {
    var content = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        content.put(name, Hash.of(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  /** What lies there if all that the compiler wrote is woven at once. */
  Map<String, String> contentIfWovenAtOnce() throws IOException {
    Path copy = Files.createTempDirectory(base, "copy");
    FolderState state = FolderState.read(settings.state());
    var compiled = CompiledFolder.open(classes, settings.originals(), state);
    for (String name : compiled.files()) {
      Path file = copy.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, compiled.read(name));
    }
    Outcome outcome =
        FolderWeaving.weave(
            new FolderSettings(
                copy,
                Files.createTempDirectory(base, "memory"),
                settings.classPath(),
                settings.selection(),
                settings.rules(),
                "1"));
    if (!outcome.problems().isEmpty()) {
      throw new IllegalStateException(outcome.problems().toString());
    }
    return content(copy);
  }
}
