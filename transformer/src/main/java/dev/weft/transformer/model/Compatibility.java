package dev.weft.transformer.model;

/** Which other library's calls are woven as if they were Weft's. */
public enum Compatibility {
  /** None. */
  NONE("none"),

  /**
   * ea-async's: {@code com.ea.async.Async.await} suspends, and a method that calls it and returns a
   * future is a coroutine without being marked.
   */
  EA_ASYNC("ea-async");

  private final String text;

  Compatibility(String text) {
    this.text = text;
  }

  /**
   * Reads an option's value.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Compatibility of(String text) {
    for (Compatibility each : values()) {
      if (each.text.equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("option 'compat' is ea-async or none, not '" + text + "'");
  }

  @Override
  public String toString() {
    return text;
  }
}
