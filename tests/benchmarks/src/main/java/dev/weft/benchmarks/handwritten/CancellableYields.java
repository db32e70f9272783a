package dev.weft.benchmarks.handwritten;

import java.util.ArrayDeque;

/** {@link Yields}, of coroutines that can be {@linkplain Cancellable cancelled}. */
public final class CancellableYields {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private long sum;

  private final class Loop extends Cancellable {
    private final int yields;
    private int i;
    private long partial;

    Loop(int yields) {
      super(ready);
      this.yields = yields;
    }

    @Override
    void resume() {
      if (i > 0) {
        partial += i - 1;
      }
      if (i < yields) {
        i++;
        yieldNow();
      } else {
        sum += partial;
      }
    }
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public long run(int coroutines, int yields) {
    sum = 0;
    for (int i = 0; i < coroutines; i++) {
      var unused = new Loop(yields);
    }
    Cancellable.runAll(ready);
    return sum;
  }
}
