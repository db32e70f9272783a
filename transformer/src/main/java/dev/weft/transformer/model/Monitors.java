package dev.weft.transformer.model;

import java.util.Locale;

/** What is done with a method that suspends while it holds a monitor. */
public enum Monitors {
  /** It is refused: a monitor belongs to a thread, and the thread goes on with other work. */
  REFUSE,
  /**
   * Its monitors are released while it is suspended and acquired again, in order of entry, before
   * it goes on; as {@code Object.wait} does.
   */
  RELEASE;

  /**
   * Reads an option's value.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Monitors of(String text) {
    for (Monitors each : values()) {
      if (each.toString().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "option 'monitors' is refuse or release, not '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
