package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Toggle;

/** Tasks started and awaited: one after the other, and a thousand at a time. */
public final class Tasks {

  private Tasks() {}

  @Async
  static Task<Integer> child(Integer value) {
    if (Toggle.suspend) {
      Weft.yieldNow();
    }
    return Task.completed(value);
  }

  @Async
  static long startAll(Integer[] values, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      Task<Integer> task = child(values[i % values.length]);
      sum += Weft.await(task);
    }
    return sum;
  }

  /** Starts {@code n} tasks that finish at once, and takes each one's result. */
  public static long startAndComplete(Runner runner, Integer[] values, int n) {
    return runner.run(() -> startAll(values, n));
  }

  @Async
  static Integer leaf(Integer value) {
    if (Toggle.suspend) {
      Weft.yieldNow();
    }
    return value;
  }

  @Async
  static long join(Runner runner, Integer[] values, int n) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Task<Integer>[] children = new Task[n];
    for (int i = 0; i < n; i++) {
      Integer value = values[i % values.length];
      children[i] = Weft.start(runner.scheduler(), () -> leaf(value));
    }
    long sum = 0;
    for (Task<Integer> child : children) {
      sum += Weft.await(child);
    }
    return sum;
  }

  /** Starts {@code n} children through the ready queue and waits for all. */
  public static long forkJoin(Runner runner, Integer[] values, int n) {
    return runner.run(() -> join(runner, values, n));
  }
}
