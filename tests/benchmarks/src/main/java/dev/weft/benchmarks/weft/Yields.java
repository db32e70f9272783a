package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/** Coroutines that do nothing but let each other run. */
public final class Yields {

  private Yields() {}

  @Async
  static long loop(int yields) {
    long sum = 0;
    for (int i = 0; i < yields; i++) {
      Weft.yieldNow();
      sum += i;
    }
    return sum;
  }

  @Async
  static long all(Runner runner, int coroutines, int yields) {
    if (coroutines == 1) {
      return loop(yields);
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Task<Long>[] tasks = new Task[coroutines];
    for (int i = 0; i < coroutines; i++) {
      tasks[i] = Weft.start(runner.scheduler(), () -> loop(yields));
    }
    long sum = 0;
    for (Task<Long> task : tasks) {
      sum += Weft.await(task);
    }
    return sum;
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public static long run(Runner runner, int coroutines, int yields) {
    return runner.run(() -> all(runner, coroutines, yields));
  }
}
