package dev.weft.transformer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which classes are woven, by patterns for their binary names: {@code *} stands for any characters,
 * dots too, and {@code ?} for one. Immutable.
 */
public final class ClassSelection implements Predicate<String> {

  /** All classes. */
  public static final ClassSelection ALL = new ClassSelection(List.of(), List.of());

  private final List<Pattern> includes;
  private final List<Pattern> excludes;
  private final String text;

  /**
   * A selection.
   *
   * @param includes at least one of these has to fit, if there are any
   * @param excludes none of these may fit
   */
  public ClassSelection(List<String> includes, List<String> excludes) {
    this.includes = patterns(includes);
    this.excludes = patterns(excludes);
    text = "includes " + includes + ", excludes " + excludes;
  }

  /** Without a stream: the agent's first would be here, where mostly there is nothing to do. */
  private static List<Pattern> patterns(List<String> globs) {
    var patterns = new ArrayList<Pattern>();
    for (String each : globs) {
      patterns.add(pattern(each));
    }
    return patterns;
  }

  private static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    for (char c : glob.strip().toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** Whether there is no pattern at all. */
  public boolean isAll() {
    return includes.isEmpty() && excludes.isEmpty();
  }

  /** Whether a class is woven, by its binary name. */
  @Override
  public boolean test(String className) {
    return (includes.isEmpty() || fits(includes, className)) && !fits(excludes, className);
  }

  private static boolean fits(List<Pattern> patterns, String className) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(className).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The patterns, in words; equal for equal ones. */
  @Override
  public String toString() {
    return text;
  }
}
