package dev.weft.checker.report;

import java.util.Set;

/**
 * How much is told, and as what.
 *
 * @param level what errors are told as
 * @param off what is not told
 */
public record Settings(Level level, Set<Check> off) {

  /** What errors are told as. */
  public enum Level {
    /** As errors, which fail the build. */
    ERROR,
    /** As warnings. */
    WARN,
    /** Not at all, and nothing else is either. */
    OFF
  }
}
