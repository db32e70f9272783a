package dev.weft.agent;

import dev.weft.agent.InspectionRequest.Command;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether coroutines are observed, to the Weft runtimes that are in this JVM and to those that
 * will be.
 */
final class Observation {

  /** Where a runtime looks before it makes its first coroutine. */
  private static final String PROPERTY = "weft.observe";

  private Observation() {}

  /** As the agent's option says; nothing is changed if it was not given. */
  static void asOption(@Nullable String value, Instrumentation instrumentation) {
    if (value == null) {
      return;
    }
    try {
      tell(value.equals("origins") ? Command.ORIGINS : Command.OBSERVE, instrumentation);
    } catch (ReflectiveOperationException e) {
      Log.warning("option 'observe': the Weft runtime that is loaded cannot do that: " + e);
    }
  }

  /** As the command line says; returns what it prints. */
  static String change(Command command, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    boolean isUsed = tell(command, instrumentation);
    if (command == Command.OFF) {
      return "coroutines are not observed any more";
    }
    return (isUsed
            ? "coroutines that begin from now on are observed"
            : "no coroutine has been started there yet (if the program uses Weft); all that will"
                + " be are observed")
        + (command == Command.ORIGINS ? ", and where they are made" : "");
  }

  /**
   * The property comes first: a runtime that has not been found then will read it.
   *
   * @return whether there is one
   */
  private static boolean tell(Command command, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    switch (command) {
      case OBSERVE -> System.setProperty(PROPERTY, "true");
      case ORIGINS -> System.setProperty(PROPERTY, "origins");
      default -> System.clearProperty(PROPERTY);
    }
    List<ClassLoader> runtimes = Inspection.runtimes(instrumentation);
    for (ClassLoader each : runtimes) {
      Inspection.tell(each, command);
    }
    return !runtimes.isEmpty();
  }
}
