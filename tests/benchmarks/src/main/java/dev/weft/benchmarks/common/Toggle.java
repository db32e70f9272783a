package dev.weft.benchmarks.common;

/**
 * What the benchmarked code reads so that no compiler can foretell it: whether a call that could
 * suspend does, and what innermost calls return.
 */
public final class Toggle {

  /** Whether the call at the bottom suspends; never set while calls are measured. */
  public static boolean suspend;

  /** What the innermost call returns. */
  public static int seed = 1;

  /** An object to hand through. */
  public static Object token = "token";

  /** Where calls without a result leave their traces. */
  public static long total;

  private Toggle() {}

  /** Lets other threads run. */
  @SuppressWarnings("ThreadPriorityCheck") // it is what is measured
  public static void giveWay() {
    Thread.yield();
  }
}
