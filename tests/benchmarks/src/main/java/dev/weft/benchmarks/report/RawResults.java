package dev.weft.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * JMH's JSON files in the folder for raw results: one for each JDK and round.
 *
 * @param folder where they are
 */
record RawResults(Path folder) {

  private static final Pattern NAME = Pattern.compile("jmh-(?<jdk>\\d+)-(?<round>\\d+)\\.json");

  /** The file of one round. */
  Path file(int jdk, int round) {
    return folder.resolve("jmh-" + jdk + "-" + round + ".json");
  }

  /** Deletes the files of all rounds on a JDK: the next run may have fewer. */
  void delete(int jdk) throws IOException {
    for (Path file : byJdk().getOrDefault(jdk, List.of())) {
      Files.delete(file);
    }
  }

  /** The files of each JDK, the lowest release first, in the order of their rounds. */
  TreeMap<Integer, List<Path>> byJdk() throws IOException {
    var files = new TreeMap<Integer, List<Path>>();
    if (!Files.isDirectory(folder)) {
      return files; // nothing has been measured
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.sorted(Comparator.comparingInt(RawResults::round)).toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          files
              .computeIfAbsent(Integer.parseInt(name.group("jdk")), jdk -> new ArrayList<>())
              .add(file);
        }
      }
    }
    return files;
  }

  private static int round(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group("round")) : 0;
  }
}
