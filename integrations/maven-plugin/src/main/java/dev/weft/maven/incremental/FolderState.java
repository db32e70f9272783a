package dev.weft.maven.incremental;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last weaving of a folder found and left there.
 *
 * @param circumstances a hash of all that the result depends on besides the classes
 * @param classes each class file that the compiler wrote, by its name with slashes
 */
record FolderState(String circumstances, Map<String, Entry> classes) {

  /** Of the file's format; another one is as good as none. */
  private static final String HEADER = "weft-folder 1";

  private static final String CIRCUMSTANCES = "circumstances";
  private static final String CLASS = "class";
  private static final String ADDED = "added";

  static final FolderState EMPTY = new FolderState("", Map.of());

  /**
   * One class.
   *
   * @param input the hash of the file as it was compiled
   * @param output the hash of the file as it lies there; the same if it was not woven
   * @param added the hashes of the files that weaving put beside it, by their names
   */
  record Entry(String input, String output, Map<String, String> added) {

    static Entry unwoven(String input) {
      return new Entry(input, input, Map.of());
    }

    boolean isWoven() {
      return !input.equals(output);
    }
  }

  /** Reads what {@link #text} has written; {@link #EMPTY} if there is nothing to understand. */
  static FolderState read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return EMPTY;
    }
    List<String> lines = Files.readAllLines(file, UTF_8);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      return EMPTY;
    }
    String circumstances = "";
    var classes = new LinkedHashMap<String, Entry>();
    Map<String, String> added = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals(CIRCUMSTANCES) && parts.length == 2) {
        circumstances = parts[1];
      } else if (parts[0].equals(CLASS) && parts.length == 4) {
        added = new TreeMap<>();
        classes.put(parts[1], new Entry(parts[2], parts[3], added));
      } else if (parts[0].equals(ADDED) && parts.length == 3) {
        added.put(parts[1], parts[2]);
      } else {
        return EMPTY;
      }
    }
    return new FolderState(circumstances, classes);
  }

  /** The content of a file that holds this. */
  byte[] text() {
    var lines = new ArrayList<String>();
    lines.add(HEADER);
    lines.add(CIRCUMSTANCES + '\t' + circumstances);
    new TreeMap<>(classes)
        .forEach(
            (name, entry) -> {
              lines.add(String.join("\t", CLASS, name, entry.input, entry.output));
              entry.added.forEach((file, hash) -> lines.add(String.join("\t", ADDED, file, hash)));
            });
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }
}
