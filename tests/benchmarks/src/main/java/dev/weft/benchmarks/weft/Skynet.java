package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/** Each coroutine starts ten more, until a million have; their numbers are added up. */
public final class Skynet {

  private Skynet() {}

  @Async
  static long node(Runner runner, long number, int size) {
    if (size == 1) {
      return number;
    }
    Task<Long>[] children = newTasks();
    for (int i = 0; i < 10; i++) {
      long child = number + i * (size / 10L);
      children[i] = Weft.start(runner.scheduler(), () -> node(runner, child, size / 10));
    }
    return sum(children);
  }

  /** Each start goes through the ready queue. */
  public static long queued(Runner runner, int size) {
    return runner.run(() -> node(runner, 0, size));
  }

  @Async
  static Task<Long> eagerNode(long number, int size) {
    if (size == 1) {
      return Task.completed(number);
    }
    Task<Long>[] children = newTasks();
    for (int i = 0; i < 10; i++) {
      children[i] = eagerNode(number + i * (size / 10L), size / 10);
    }
    return Task.completed(sum(children));
  }

  @Async
  static Task<Long> yieldingNode(long number, int size) {
    Weft.yieldNow();
    if (size == 1) {
      return Task.completed(number);
    }
    Task<Long>[] children = newTasks();
    for (int i = 0; i < 10; i++) {
      children[i] = yieldingNode(number + i * (size / 10L), size / 10);
    }
    return Task.completed(sum(children));
  }

  @Async
  static long sum(Task<Long>[] children) {
    long sum = 0;
    for (Task<Long> child : children) {
      sum += Weft.await(child);
    }
    return sum;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Task<Long>[] newTasks() {
    return new Task[10];
  }

  /** Each coroutine starts at once, and none has to suspend. */
  public static long eager(Runner runner, int size) {
    return runner.run(() -> Weft.await(eagerNode(0, size)));
  }

  /** Each coroutine is a task method that starts at once, and yields first. */
  public static long yielding(Runner runner, int size) {
    return runner.run(() -> Weft.await(yieldingNode(0, size)));
  }
}
