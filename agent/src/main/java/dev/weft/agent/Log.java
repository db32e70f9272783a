package dev.weft.agent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the agent's messages to standard error: logging frameworks are not there yet when it runs,
 * and must not be initialised by it.
 */
@SuppressWarnings("SystemOut")
final class Log {

  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Log() {}

  /** Something is wrong. The same text is written once. */
  static void problem(@Nullable String message) {
    write("weft: error: " + message);
  }

  /** Something deserves attention. The same text is written once. */
  static void warning(String message) {
    write("weft: warning: " + message);
  }

  private static void write(String line) {
    if (SAID.add(line)) {
      System.err.println(line);
    }
  }
}
