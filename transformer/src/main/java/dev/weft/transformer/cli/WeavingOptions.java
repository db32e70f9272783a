package dev.weft.transformer.cli;

import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of weaving that all commands share. */
final class WeavingOptions {

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description =
          "Folders and jars that the input was compiled against, for the superclasses and @Async"
              + " methods it uses.")
  private String classPath = "";

  @Option(
      names = "--monitors",
      paramLabel = "refuse|release",
      converter = MonitorsConverter.class,
      description =
          "What is done with methods that suspend while they hold a monitor: they are refused (the"
              + " default), or give it up meanwhile. The same for everything woven together.")
  private Monitors monitors = Monitors.REFUSE;

  @Option(
      names = "--compat",
      paramLabel = "ea-async",
      converter = CompatibilityConverter.class,
      description =
          "Weaves ea-async's await, too, in methods that return futures. The same for everything"
              + " woven together.")
  private Compatibility compatibility = Compatibility.NONE;

  WeavingOptions() {}

  /** The entries; of a folder with a star behind it, all of its jars, as for {@code java}. */
  List<Path> classPath() throws IOException {
    return entries(classPath);
  }

  /** The entries of a path that is written like a class path. */
  static List<Path> entries(String path) throws IOException {
    var entries = new ArrayList<Path>();
    for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
      boolean star =
          entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*");
      if (star) {
        entries.addAll(jarsOf(Path.of(entry.substring(0, entry.length() - 1))));
      } else if (!entry.isBlank()) {
        entries.add(Path.of(entry));
      }
    }
    return entries;
  }

  private static List<Path> jarsOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  WeavingRules rules() {
    return new WeavingRules(monitors, compatibility);
  }
}
