package dev.weft.spi;

/** A scheduler with timers of its own; with any other, delays use one that all of Weft shares. */
public interface TimedScheduler extends Scheduler {

  /**
   * Runs {@code action} once the time has passed. Any thread.
   *
   * @param nanos how long from now, not negative
   * @param action what to run; it does not block
   * @return what to call, on any thread, to give it up
   */
  Runnable scheduleAfter(long nanos, Runnable action);
}
