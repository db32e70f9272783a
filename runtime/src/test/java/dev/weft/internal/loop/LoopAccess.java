package dev.weft.internal.loop;

/** What tests of event loops look at from outside. */
public final class LoopAccess {

  /** How much of each sort of work a turn does at most. */
  public static final int BUDGET = LoopScheduler.BUDGET;

  private LoopAccess() {}

  /** How many timers a loop keeps. */
  public static int timers(LoopScheduler loop) {
    return loop.timers();
  }

  /** Hands over a step that need not run if the loop has been closed. */
  public static void handOver(LoopScheduler loop, Runnable step) {
    loop.handOver(step);
  }

  /** Whether no coroutine is suspended on a loop. On its thread, or when that has ended. */
  public static boolean isDeserted(LoopScheduler loop) {
    return loop.live().isEmpty();
  }

  /** How many turns a loop has made. */
  public static long turns(LoopScheduler loop) {
    return loop.cycle().turns();
  }

  /** Whether a loop has started and is not being closed. */
  public static boolean isRunning(LoopScheduler loop) {
    return loop.isIn(LoopPhase.RUNNING);
  }
}
