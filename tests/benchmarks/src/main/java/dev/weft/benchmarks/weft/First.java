package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;

/** The smallest program with a coroutine: how long it takes to start is measured. */
public final class First {

  private First() {}

  @Async
  static int step(int n) {
    Weft.yieldNow();
    return n + 1;
  }

  @Async
  static int steps(int most) {
    int n = 0;
    while (n < most) {
      n = step(n);
    }
    return n;
  }

  /** Takes a few steps. */
  public static void main(String[] args) {
    if (steps(3) != 3) {
      throw new IllegalStateException("the steps were not all taken");
    }
  }
}
