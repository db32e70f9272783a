package tasks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;

/** Several coroutines at once that wait for each other. */
public final class Concurrent {

  @Async
  private static Task<Integer> square(Probe p, int n) {
    for (int i = 0; i < n; i++) {
      await(p.later(i));
    }
    return Task.completed(n * n);
  }

  @Async
  public static Object run(Probe p) {
    List<Task<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(square(p, i));
    }
    int sum = 0;
    for (Task<Integer> each : all) {
      sum += await(each);
    }
    Task.Completer<String> gate = new Task.Completer<>();
    Task<String> first = waiting(gate.task(), "first ");
    Task<String> second = waiting(first, "second ");
    Task<String> started = Weft.start(() -> await(second) + await(first));
    p.log(started.isDone());
    gate.complete("opened");
    return await(started) + sum;
  }

  @Async
  private static Task<String> waiting(Task<String> other, String name) {
    yieldNow();
    String value = await(other);
    yieldNow();
    return Task.completed(name + value + " ");
  }

  public static Object expected(Probe p) {
    p.log(false);
    return "second first opened  first opened 2470";
  }
}
