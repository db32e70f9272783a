package dev.weft.internal.util;

import java.util.ArrayList;
import java.util.List;

/** Explains why the agent, which is there, has not woven a class: its options exclude it. */
public final class Exclusion {

  /** Where the agent notes the options that it was given. */
  private static final String OPTIONS = "dev.weft.agent.options";

  private Exclusion() {}

  /**
   * The option that leaves a class out, for a message.
   *
   * @param className binary name
   * @return empty if there is none, or no agent
   */
  public static String by(String className) {
    var include = new ArrayList<String>();
    for (String option : System.getProperty(OPTIONS, "").split(",", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? "" : option.substring(0, equals).strip();
      String glob = option.substring(equals + 1).strip();
      if (key.equals("exclude") && matches(glob, className)) {
        return "the agent's option exclude=" + glob + " leaves " + className + " out";
      }
      if (key.equals("include")) {
        include.add(glob);
      }
    }
    return include.isEmpty() || matchesAny(include, className)
        ? ""
        : "the agent's option include="
            + String.join(",include=", include)
            + " does not name "
            + className;
  }

  private static boolean matchesAny(List<String> globs, String className) {
    return globs.stream().anyMatch(glob -> matches(glob, className));
  }

  /** {@code *} stands for any characters and {@code ?} for one, as for the agent. */
  private static boolean matches(String glob, String name) {
    if (glob.isEmpty()) {
      return name.isEmpty();
    }
    if (glob.charAt(0) == '*') {
      return matches(glob.substring(1), name)
          || (!name.isEmpty() && matches(glob, name.substring(1)));
    }
    return !name.isEmpty()
        && (glob.charAt(0) == '?' || glob.charAt(0) == name.charAt(0))
        && matches(glob.substring(1), name.substring(1));
  }
}
