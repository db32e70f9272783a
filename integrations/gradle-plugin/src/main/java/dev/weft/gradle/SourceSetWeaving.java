package dev.weft.gradle;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.cli.BuildReport;
import dev.weft.transformer.cli.BuildWeaver;
import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Weaves the classes of a source set, all at once, into a folder that afterwards holds nothing
 * else; knows nothing of Gradle.
 */
final class SourceSetWeaving {

  /**
   * What came of it. If there are problems, nothing was written.
   *
   * @param woven how many classes are woven
   * @param problems why it cannot be woven, one for each method or class
   * @param warnings what in the program will hardly do what was meant
   * @param missing the binary names of classes that were asked for and are nowhere to be found
   */
  record Outcome(int woven, List<String> problems, List<String> warnings, Set<String> missing) {
    Outcome {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
      missing = Set.copyOf(missing);
    }
  }

  private final CompiledClasses compiled;
  private final Map<String, WovenClass> results = new TreeMap<>();

  private SourceSetWeaving(CompiledClasses compiled) {
    this.compiled = compiled;
  }

  /** Weaves. */
  static Outcome weave(
      CompiledClasses compiled,
      List<Path> classPath,
      ClassSelection selection,
      WeavingRules rules,
      Path destination)
      throws IOException {
    var weaving = new SourceSetWeaving(compiled);
    var report = new BuildReport();
    Set<String> missing;
    try (BuildWeaver weaver = BuildWeaver.open(compiled, classPath, rules, selection)) {
      for (String file : weaver.classes()) {
        WovenClass result = report.weave(weaver, file);
        if (result != null) {
          weaving.results.put(file, result);
        }
      }
      var unused = report.end(weaver);
      missing = weaver.missing();
    }
    if (report.problems().isEmpty()) {
      weaving.write(destination);
    }
    return new Outcome(weaving.results.size(), report.problems(), report.warnings(), missing);
  }

  private void write(Path destination) throws IOException {
    clear(destination);
    for (String file : compiled.files()) {
      WovenClass result = results.get(file);
      if (result == null) {
        write(destination.resolve(file), compiled.read(file));
      } else {
        write(destination.resolve(file), result.bytes());
        String root = file.substring(0, file.length() - (result.name() + ".class").length());
        for (Map.Entry<String, byte[]> added : result.added().entrySet()) {
          write(destination.resolve(root + added.getKey() + ".class"), added.getValue());
        }
      }
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Leaves an empty folder. */
  private static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(folder)) {
          Files.delete(each);
        }
      }
    }
  }
}
