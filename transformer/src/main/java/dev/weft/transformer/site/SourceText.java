package dev.weft.transformer.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The source of a class, as far as it is known.
 *
 * @param name of its file
 * @param lines its lines; null if it was not found
 */
record SourceText(String name, @Nullable List<String> lines) {

  /** A numbered line. */
  record Line(int number, String text) {}

  /** Of the languages that are coloured; Java, if nothing tells. */
  private static final Set<String> LANGUAGES = Set.of("kt", "groovy", "scala");

  boolean isKnown() {
    return lines != null;
  }

  /** Its language, as Prism calls it. */
  String language() {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return !LANGUAGES.contains(ending) ? "java" : ending.equals("kt") ? "kotlin" : ending;
  }

  /**
   * The lines of a method: those that its code comes from, its head above them, the brace below.
   *
   * @param ofCode the lines that its code names
   * @param head how many lines above may be its head
   */
  List<Line> linesOf(SortedSet<Integer> ofCode, int head) {
    List<String> all = lines;
    if (all == null || ofCode.isEmpty() || ofCode.first() > all.size()) {
      return List.of();
    }
    int first = Math.max(1, ofCode.first());
    int last = Math.min(all.size(), ofCode.last());
    int highest = Math.max(1, first - head);
    while (first > highest && isHead(all.get(first - 2))) {
      first--;
    }
    if (last < all.size() && all.get(last).strip().startsWith("}")) {
      last++;
    }
    var found = new ArrayList<Line>();
    for (int number = first; number <= last; number++) {
      found.add(new Line(number, all.get(number - 1)));
    }
    return found;
  }

  /** Whether a line can belong to what follows it, and ends nothing. */
  private static boolean isHead(String line) {
    String text = line.strip();
    return !text.isEmpty()
        && !text.endsWith("}")
        && !text.endsWith(";")
        && !text.endsWith("*/")
        && !(text.endsWith("{") && text.matches(".*\\b(class|interface|enum|record|object)\\b.*"));
  }
}
