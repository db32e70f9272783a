package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;

/** Many coroutines that each wait for a time to pass. */
public final class Timers {

  private Timers() {}

  @Async
  static long sleep(Duration time) {
    Weft.delay(time);
    return 1;
  }

  @Async
  static long all(Runner runner, int n, Duration time) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Task<Long>[] tasks = new Task[n];
    for (int i = 0; i < n; i++) {
      tasks[i] = Weft.start(runner.scheduler(), () -> sleep(time));
    }
    long woken = 0;
    for (Task<Long> task : tasks) {
      woken += Weft.await(task);
    }
    return woken;
  }

  /** Starts {@code n} coroutines that sleep for {@code nanos}; how many woke up. */
  public static long run(Runner runner, int n, long nanos) {
    var time = Duration.ofNanos(nanos);
    return runner.run(() -> all(runner, n, time));
  }
}
