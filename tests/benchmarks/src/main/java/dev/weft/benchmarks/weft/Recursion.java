package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;

/** A recursion deeper than the stack, with a suspension at its bottom. */
public final class Recursion {

  private Recursion() {}

  @Async
  static long sum(int n) {
    if (n == 0) {
      Weft.yieldNow();
      return 0;
    }
    return sum(n - 1) + n;
  }

  /** The sum of the numbers to {@code n}. */
  public static long run(Runner runner, int n) {
    return runner.run(() -> sum(n));
  }
}
