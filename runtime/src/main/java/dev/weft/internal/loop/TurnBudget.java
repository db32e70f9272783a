package dev.weft.internal.loop;

import java.util.function.LongSupplier;

/**
 * How many steps a turn of an event loop runs: {@value #MOST} at most, and fewer where they take so
 * long that timers, channels and what other threads hand over would wait. The loop's thread only.
 *
 * <p>The clock is asked between parts of a turn. The first part after a sleep is small, since
 * nothing is known of what has become ready, and so it is after turns that have not asked the
 * clock; each is twice as long as the one before while there is time, until a turn is a single
 * part. Once the time is over, so is the turn, and the next one begins with as many steps as would
 * have had time. So a turn takes about twice the time at most, or one step; but steps that were
 * short for a whole turn, and then are long, are noticed at the end of the part that they stand in.
 */
final class TurnBudget {

  /** How much of each sort of work a turn does at most. */
  static final int MOST = 128;

  /** The time, after which a turn ends. */
  static final long NANOS = 2_000_000;

  private static final int FIRST_PART = 2;

  /** So many steps may be ready, whatever time they take, before others have to wait to join. */
  private static final int FEW = 16;

  private final LongSupplier clock;

  /** How many steps a turn has had time for. */
  private int steps = MOST;

  private int part = FIRST_PART;

  /** Whether it is known how long the turn before has taken. */
  private boolean isKnown = true;

  // This turn.

  private long since;
  private int ran;

  TurnBudget(LongSupplier clock) {
    this.clock = clock;
  }

  /** The loop has slept. */
  void slept() {
    beginSmall();
  }

  private void beginSmall() {
    part = Math.min(part, FIRST_PART);
  }

  /**
   * Whether a turn may be run in one part, without asking the clock, if nobody else waits for its
   * end.
   */
  boolean isUnlimited() {
    return part == MOST;
  }

  /** A turn has been run in one part, without asking the clock. */
  void ranWithoutClock() {
    isKnown = false;
  }

  /**
   * How much of each sort may join what a turn runs: as much as it has time for, and what makes few
   * of those that are {@code ready}, who then take turns however long the step before has taken.
   */
  int admits(int ready) {
    return Math.max(steps, FEW - ready);
  }

  /** A turn begins, now; returns that time. */
  long begin() {
    if (!isKnown) {
      beginSmall();
      isKnown = true;
    }
    ran = 0;
    since = clock.getAsLong();
    return since;
  }

  /** How many steps the next part of the turn has. */
  int part() {
    return Math.min(part, MOST - ran);
  }

  /** A part has run; whether the turn may go on. */
  boolean spend(int some) {
    ran += Math.max(1, some);
    long nanos = clock.getAsLong() - since;
    if (nanos >= NANOS) {
      steps = Math.min(ran, MOST);
      part = (int) Math.max(1, steps * NANOS / nanos);
      return false;
    }
    part = Math.min(2 * part, MOST);
    steps = Math.min(MOST, Math.max(2 * steps, ran));
    return ran < MOST;
  }
}
