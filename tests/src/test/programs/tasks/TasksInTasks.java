package tasks;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Tasks that start each other, more than there is stack for. */
public final class TasksInTasks {

  private static final int DEPTH = 3_000;

  @Async
  private static Task<Integer> down(Probe p, int n) {
    if (n == 0) {
      return Task.completed(await(p.later(0)));
    }
    Task<Integer> inner = down(p, n - 1); // starts at once, or as soon as there is stack
    return Task.completed(await(inner) + 1);
  }

  @Async
  public static Object run(Probe p) {
    p.log(await(down(p, DEPTH)));
    Task<Integer> two = down(p, 2);
    return await(two);
  }

  /** What there is stack for in plain Java depends on what the JVM has compiled. */
  public static Object expected(Probe p) {
    p.log(DEPTH);
    return 2;
  }
}
