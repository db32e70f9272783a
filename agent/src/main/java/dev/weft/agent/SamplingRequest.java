package dev.weft.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FlameCommand} asks of the agent in another JVM, as the text that is passed to it
 * there.
 *
 * @param seconds how long to sample
 * @param waiting whether where coroutines wait is wanted, and not where they run
 * @param lines whether with line numbers
 * @param answer the file to write the answer to, which is there and empty
 */
record SamplingRequest(int seconds, boolean waiting, boolean lines, Path answer) {

  /** How options begin that are a request. */
  private static final String PREFIX = "sample;";

  /** As options of the agent. */
  String text() {
    return PREFIX + seconds + ";" + waiting + ";" + lines + ";" + answer;
  }

  /** Reads options of the agent; null if they are no request. */
  static @Nullable SamplingRequest of(@Nullable String options) {
    if (options == null || !options.startsWith(PREFIX)) {
      return null;
    }
    String[] parts = options.split(";", 5);
    return new SamplingRequest(
        Integer.parseInt(parts[1]),
        Boolean.parseBoolean(parts[2]),
        Boolean.parseBoolean(parts[3]),
        Path.of(parts[4]));
  }
}
