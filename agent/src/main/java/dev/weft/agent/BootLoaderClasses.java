package dev.weft.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which classes the bootstrap loader finds, {@code -Xbootclasspath/a} included: those are not
 * woven, since their frames would need the runtime there.
 */
final class BootLoaderClasses {

  /** Has no parent but that loader; made when it is first asked. */
  private static final class Probe extends ClassLoader {
    static final Probe INSTANCE = new Probe();

    private Probe() {
      super(null);
    }
  }

  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /** Whether the class of an internal name is one of them; loads nothing. */
  boolean contains(String internalName) {
    Boolean answer = known.get(internalName);
    if (answer == null) {
      answer = Probe.INSTANCE.getResource(internalName + ".class") != null;
      known.put(internalName, answer);
    }
    return answer;
  }
}
