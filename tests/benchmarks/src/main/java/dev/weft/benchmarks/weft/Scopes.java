package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.TaskScope.Joiner;
import dev.weft.concurrent.Tasks;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** Children in a scope, and waiting for many tasks. */
public final class Scopes {

  private Scopes() {}

  @Async
  static Integer child(Integer value) {
    Weft.yieldNow();
    return value;
  }

  /** Forks {@code children} that each yield once; the sum of their values. */
  public static long scope(Runner runner, Integer[] values, int children) {
    return runner.run(() -> scope(values, children));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long scopeOn(Scheduler scheduler, Integer[] values, int children) {
    return Weft.run(scheduler, () -> scope(values, children));
  }

  @Async
  private static long scope(Integer[] values, int children) {
    try (var scope = TaskScope.open(Joiner.<Integer>allSuccessfulOrThrow())) {
      for (int i = 0; i < children; i++) {
        Integer value = values[i];
        var unused = scope.fork(() -> child(value));
      }
      return sum(scope.join());
    }
  }

  /** Starts {@code count} tasks that each yield once, and waits for all. */
  public static long awaitAll(Runner runner, Integer[] values, int count) {
    return runner.run(() -> awaitAll(values, count));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long awaitAllOn(Scheduler scheduler, Integer[] values, int count) {
    return Weft.run(scheduler, () -> awaitAll(values, count));
  }

  @Async
  private static long awaitAll(Integer[] values, int count) {
    var tasks = new ArrayList<Task<Integer>>(count);
    for (int i = 0; i < count; i++) {
      Integer value = values[i];
      tasks.add(Weft.start(() -> child(value)));
    }
    return sum(Tasks.awaitAll(tasks));
  }

  private static long sum(List<Integer> values) {
    long sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
