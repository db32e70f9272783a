package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Failure;

/** An exception that goes up through ten suspended callers. */
public final class Failures {

  private Failures() {}

  @Async
  static long leaf(boolean trace) {
    Weft.yieldNow();
    throw new Failure(trace);
  }

  @Async
  static long call(int depth, boolean trace) {
    if (depth == 0) {
      return leaf(trace);
    }
    return call(depth - 1, trace) + depth;
  }

  @Async
  static long catchAll(int n, boolean trace) {
    long caught = 0;
    for (int i = 0; i < n; i++) {
      try {
        caught += call(10, trace);
      } catch (Failure failure) {
        caught += failure.code();
      }
    }
    return caught;
  }

  /** Throws {@code n} times. */
  public static long run(Runner runner, int n, boolean trace) {
    return runner.run(() -> catchAll(n, trace));
  }
}
