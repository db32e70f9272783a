package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;

/** A loop that yields, below many callers. */
public final class LeafUnderCallers {

  private LeafUnderCallers() {}

  @Async
  static long leaf(int yields) {
    long sum = 0;
    for (int i = 0; i < yields; i++) {
      Weft.yieldNow();
      sum += i;
    }
    return sum;
  }

  @Async
  static long call(int callers, int yields) {
    if (callers == 0) {
      return leaf(yields);
    }
    return call(callers - 1, yields) + callers;
  }

  /** Yields {@code yields} times below {@code callers} calls. */
  public static long run(Runner runner, int callers, int yields) {
    return runner.run(() -> call(callers, yields));
  }
}
