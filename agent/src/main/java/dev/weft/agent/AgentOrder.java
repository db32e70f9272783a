package dev.weft.agent;

/** Warns of other agents that work together with Weft only if they start before it. */
final class AgentOrder {

  private static final String JACOCO = "org/jacoco/agent/rt/";

  /** The class that it starts with, and the only one that is never loaded later. */
  private static final String STARTS = "/PreMain";

  private AgentOrder() {}

  /**
   * Looks at a class that is loaded after Weft was attached, by its internal name: if it belongs to
   * such an agent, that one comes too late.
   */
  static void notice(String className) {
    if (className.startsWith(JACOCO) && className.endsWith(STARTS)) {
      Log.warning(
          "JaCoCo's agent starts after Weft's, so it sees classes as they are woven and cannot"
              + " match them with those on disk: woven classes would be reported as not covered."
              + " Give -javaagent for JaCoCo before -javaagent for weft-agent.jar");
    }
  }
}
