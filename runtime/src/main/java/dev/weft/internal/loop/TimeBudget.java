package dev.weft.internal.loop;

import java.util.function.LongSupplier;

/**
 * The time that operations on a loop's channels may keep its thread between two looks for others,
 * measured without asking the clock at each of them. The loop's thread only.
 *
 * <p>Operations are weighed by the bytes that they move. The clock is asked at the fourth unit of
 * weight, then each time the weight has doubled, and after every sixteenth at last; so a turn with
 * a few small operations asks it not at all, and one in which each takes long is noticed before it
 * has taken much more than the time. Once that is over, whoever begins an operation or goes on with
 * one yields first, until the loop has looked.
 */
final class TimeBudget {

  /** The time; what is begun within it is ended. */
  static final long NANOS = 2_000_000;

  private static final int UNIT_SHIFT = 13;
  private static final int FIRST_LOOK = 4;
  private static final int LONGEST_STRIDE = 16;

  private final LongSupplier clock;
  private int weight;
  private int nextLook = FIRST_LOOK;
  private long since;
  private boolean spent;

  TimeBudget(LongSupplier clock) {
    this.clock = clock;
  }

  /** The loop looks for others: the time begins anew. */
  void refill() {
    weight = 0;
    nextLook = FIRST_LOOK;
    spent = false;
  }

  /** Tells of an operation that has moved so many bytes. */
  void spend(long bytes) {
    weight += 1 + (int) Math.min(bytes >> UNIT_SHIFT, LONGEST_STRIDE);
    if (weight >= nextLook && !spent) {
      look();
    }
  }

  private void look() {
    long now = clock.getAsLong();
    if (nextLook == FIRST_LOOK) {
      since = now;
    } else {
      spent = now - since >= NANOS;
    }
    nextLook = weight + Math.min(weight, LONGEST_STRIDE);
  }

  /** Whether the time is over. */
  boolean isSpent() {
    return spent;
  }
}
