package dev.weft.internal.schedulers;

import java.util.concurrent.TimeUnit;

/**
 * Measures how long a thread's steps take, and says how many of them are not worth waking another
 * thread. Confined to that thread.
 *
 * <p>To wake a thread takes some ten microseconds of processor time, and what two threads touch has
 * to be carried between their caches. Where all that waits is done sooner by the thread that has
 * it, the other one only disturbs.
 */
final class Pace {

  /** What is worth waking a thread. */
  private static final long WORTH = TimeUnit.MICROSECONDS.toNanos(100);

  /** So many steps are kept at most, however short they are. */
  static final int MOST = LocalQueue.CAPACITY / 2;

  /** Of fewer than so many steps one is kept: each is worth more than what it costs to share it. */
  private static final int FEW = 4;

  /** A turn that takes longer gives the pool what is left of it. */
  private static final long LONGEST_TURN = TimeUnit.MILLISECONDS.toNanos(10);

  /** How many steps are measured together. */
  static final int MEASURED = 64;

  private long turnSince;
  private long since;
  private int begun;
  private long nanos;
  private int steps;
  private int room = 1;

  /**
   * A turn begins.
   *
   * @param stepsBefore how many steps the thread has run in its life
   * @param now of {@link System#nanoTime}
   */
  void begin(int stepsBefore, long now) {
    turnSince = now;
    begun = stepsBefore;
    since = now;
  }

  /** The turn goes on or ends, now that the thread has run so many steps in its life. */
  void update(int stepsBefore, long now) {
    nanos += now - since;
    steps += stepsBefore - begun;
    begun = stepsBefore;
    since = now;
    if (steps >= MEASURED) {
      int worth = (int) Math.min(MOST, WORTH * steps / Math.max(1, nanos));
      room = worth < FEW ? 1 : worth;
      nanos = 0;
      steps = 0;
    }
  }

  /** Whether the turn has taken so long, at the last update, that others are to have one. */
  boolean isTurnOver() {
    return since - turnSince > LONGEST_TURN;
  }

  /** After how many steps the thread looks what else there is in the pool. */
  int round() {
    return Math.min(MEASURED, room);
  }

  /** How many steps may wait for their thread before others are told; at least one. */
  int room() {
    return room;
  }
}
