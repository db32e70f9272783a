package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Pending;

/** Waiting for the JDK's futures. */
public final class Futures {

  private Futures() {}

  @Async
  static long awaitAll(Pending source, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Weft.await(source.next());
    }
    return sum;
  }

  /** Waits for {@code n} futures of {@code source}, one after the other. */
  public static long run(Runner runner, Pending source, int n) {
    return runner.run(() -> awaitAll(source, n), source::completeOne);
  }
}
