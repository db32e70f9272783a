package dev.weft.benchmarks.report;

/** Which JDKs have what the benchmarks compare Weft with. */
public final class Peers {

  private static final int VIRTUAL_THREADS_SINCE = 21;

  private Peers() {}

  /** Whether virtual threads are more than a preview on a JDK. */
  public static boolean hasVirtualThreads(int jdk) {
    return jdk >= VIRTUAL_THREADS_SINCE;
  }

  /**
   * A regular expression of the benchmarks that a JDK cannot run; matches nothing if it can all.
   */
  public static String notOn(int jdk) {
    return hasVirtualThreads(jdk) ? "^$" : "\\.virtualThreads";
  }
}
