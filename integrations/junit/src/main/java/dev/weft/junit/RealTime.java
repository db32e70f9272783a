package dev.weft.junit;

/** How long something may still take, by the clock on the wall. */
final class RealTime {

  private final boolean isLimited;
  private final long end;

  private RealTime(boolean isLimited, long end) {
    this.isLimited = isLimited;
    this.end = end;
  }

  static RealTime unlimited() {
    return new RealTime(false, 0);
  }

  static RealTime ofSeconds(long seconds) {
    return new RealTime(true, System.nanoTime() + seconds * 1_000_000_000);
  }

  boolean isOver() {
    return isLimited && end - System.nanoTime() <= 0;
  }

  /** Nanoseconds, at least 0; as many as there are if nothing is limited. */
  long left() {
    return isLimited ? Math.max(0, end - System.nanoTime()) : Long.MAX_VALUE;
  }
}
