package dev.weft.benchmarks.report;

/** Which JDKs have what the benchmarks compare Weft with. */
public final class Peers {

  private static final int VIRTUAL_THREADS_SINCE = 21;

  private Peers() {}

  /**
   * A regular expression of the benchmarks that a JDK cannot run; matches nothing if it can all.
   */
  public static String notOn(int jdk) {
    return jdk < VIRTUAL_THREADS_SINCE ? "\\.virtualThreads" : "^$";
  }
}
