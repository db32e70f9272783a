package dev.weft.maven.incremental;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which classes are woven, by patterns for their binary names as the agent has them: {@code *}
 * stands for any characters, dots too, and {@code ?} for one.
 *
 * @param includes at least one of these has to fit, if there are any
 * @param excludes none of these may fit
 */
public record ClassSelection(List<String> includes, List<String> excludes)
    implements Predicate<String> {

  /** All classes. */
  public static final ClassSelection ALL = new ClassSelection(List.of(), List.of());

  public ClassSelection {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  @Override
  public boolean test(String className) {
    return (includes.isEmpty() || fits(includes, className)) && !fits(excludes, className);
  }

  private static boolean fits(List<String> globs, String className) {
    return globs.stream().anyMatch(glob -> pattern(glob).matcher(className).matches());
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
}
