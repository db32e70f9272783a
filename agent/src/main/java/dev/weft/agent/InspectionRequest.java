package dev.weft.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link InspectMain} asks of the agent in another JVM, as the text that is passed to it
 * there.
 *
 * @param command what is wanted
 * @param json whether for programs
 * @param answer the file to write the answer to, which is there and empty
 */
record InspectionRequest(Command command, boolean json, Path answer) {

  /** How options begin that are a request. */
  private static final String PREFIX = "inspect;";

  /** What can be asked. */
  enum Command {
    PS,
    TREE,
    DUMP,
    LEAKS,
    OBSERVE,
    ORIGINS,
    OFF;

    /** Whether it is no question. */
    boolean changesWhatIsObserved() {
      return this == OBSERVE || this == ORIGINS || this == OFF;
    }
  }

  /** As options of the agent. */
  String text() {
    return PREFIX + command + ";" + json + ";" + answer;
  }

  /** Reads options of the agent; null if they are no request. */
  static @Nullable InspectionRequest of(@Nullable String options) {
    if (options == null || !options.startsWith(PREFIX)) {
      return null;
    }
    String[] parts = options.split(";", 4);
    return new InspectionRequest(
        Command.valueOf(parts[1]), Boolean.parseBoolean(parts[2]), Path.of(parts[3]));
  }
}
