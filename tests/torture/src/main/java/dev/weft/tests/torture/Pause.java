package dev.weft.tests.torture;

import dev.weft.annotations.Async;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A suspension point that suspends always, or now and then by a seeded order.
 *
 * <p>Its two methods are what weaving would make of one; woven callers call the second.
 */
public final class Pause {

  /** The system property of how many pauses of a million suspend. */
  static final String RATE = "weft.torture.rate";

  /** The system property that decides which ones. */
  static final String SEED = "weft.torture.seed";

  private static final int MILLION = 1_000_000;

  private static final int RATE_VALUE = Integer.getInteger(RATE, MILLION);
  private static final AtomicLong COUNT = new AtomicLong(Long.getLong(SEED, 0L));
  private static final AtomicLong SUSPENDED = new AtomicLong();

  private Pause() {}

  /** In code that is not woven: nothing. */
  @Async
  public static void pause() {}

  /** In woven code. */
  public static void pause(int room, WovenCarrier carrier) {
    if (RATE_VALUE == MILLION || mix(COUNT.incrementAndGet()) < RATE_VALUE) {
      SUSPENDED.lazySet(SUSPENDED.getPlain() + 1); // exact for one thread, near enough for many
      Suspend.yieldNow(carrier);
    }
  }

  /** About how many pauses have suspended so far. */
  static long suspended() {
    return SUSPENDED.get();
  }

  /** The finaliser of SplitMix64, by Steele, Lea and Flood; evenly below a million. */
  private static int mix(long count) {
    long z = count * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), MILLION);
  }
}
