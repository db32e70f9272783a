package dev.weft.benchmarks.report;

/** Which JDKs have what the benchmarks compare Weft with. */
public final class Peers {

  private static final int VIRTUAL_THREADS_SINCE = 21;

  /** Since then the structured task scope is what it is measured as; a preview. */
  private static final int STRUCTURED_SCOPES_SINCE = 25;

  /** The benchmarks that run only in JVMs of their own, with previews enabled. */
  public static final String PREVIEWS = "\\.structuredTaskScope";

  private Peers() {}

  /** Whether virtual threads are more than a preview on a JDK. */
  public static boolean hasVirtualThreads(int jdk) {
    return jdk >= VIRTUAL_THREADS_SINCE;
  }

  /**
   * A regular expression of the benchmarks that a JDK cannot run; matches nothing if it can all.
   */
  public static String notOn(int jdk) {
    if (jdk >= STRUCTURED_SCOPES_SINCE) {
      return "^$";
    }
    return hasVirtualThreads(jdk) ? PREVIEWS : "\\.virtualThreads|\\.jox$|" + PREVIEWS;
  }
}
