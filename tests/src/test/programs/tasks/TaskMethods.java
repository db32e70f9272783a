package tasks;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Task methods of all three result types, awaited where they are called, or stored first. */
public final class TaskMethods {

  @Async
  private static Task<String> task(Probe p, String s) {
    return Task.completed(s + await(p.later("1")));
  }

  @Async
  private static CompletionStage<Integer> stage(Probe p, int n) {
    int sum = n;
    for (int i = 0; i < 3; i++) {
      sum += await(p.later(i));
    }
    return CompletableFuture.completedStage(sum);
  }

  @Async
  private static CompletableFuture<Long> future(Probe p, long n) {
    return CompletableFuture.completedFuture(n * await(p.later(2L)));
  }

  @Async
  private static Task<Void> nothing(Probe p) {
    await(p.later(0));
    return Task.completed(null);
  }

  @Async
  private static Task<String> pending(Probe p) {
    String s = await(p.later("before "));
    p.log(s);
    return p.laterTask(s + "pending");
  }

  @Async
  private static CompletionStage<String> pendingStage(Probe p, boolean which) {
    return which ? p.later("pending stage") : CompletableFuture.completedFuture("finished stage");
  }

  @Async
  private static CompletableFuture<String> pendingFuture(Probe p) {
    return p.later("pending future").toCompletableFuture();
  }

  @Async
  private static Task<String> tail(Probe p, int n) {
    return n == 0 ? task(p, "tail") : tail(p, n - 1);
  }

  @Async
  private static Task<Integer> recursive(Probe p, int n) {
    if (n <= 1) {
      return Task.completed(await(p.later(n)));
    }
    return Task.completed(await(recursive(p, n - 1)) + await(recursive(p, n - 2)));
  }

  @Async
  private Task<String> virtual(Probe p) {
    return Task.completed(this.hashCode() + await(p.later("v")));
  }

  @Override
  public int hashCode() {
    return 17;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskMethods;
  }

  @Async
  private static Task<String> returnedInTry(Probe p) {
    try {
      return Task.completed(await(p.later("returned in try")));
    } finally {
      p.log("finally " + await(p.later(1)));
    }
  }

  @Async
  private static Task<String> caughtAndMapped(Probe p) {
    try {
      await(p.failTask(new IllegalStateException("mapped")));
    } catch (IllegalStateException e) {
      return p.laterTask("caught " + e.getMessage());
    }
    return Task.completed("none");
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(await(task(p, "a")));
    p.log(await(stage(p, 1)) + 1);
    p.log(await(future(p, 21L)));
    await(nothing(p));
    p.log(await(pending(p)));
    p.log(await(pendingStage(p, true)) + await(pendingStage(p, false)));
    p.log(await(pendingFuture(p)));
    p.log(await(tail(p, 3)));
    p.log(await(recursive(p, 7)));
    p.log(await(new TaskMethods().virtual(p)));
    p.log(await(returnedInTry(p)));
    p.log(await(caughtAndMapped(p)));
    stored(p);
    return await(task(p, await(task(p, "x"))));
  }

  @Async
  private static void stored(Probe p) {
    Task<String> task = task(p, "stored");
    CompletionStage<Integer> stage = stage(p, 5);
    CompletableFuture<Long> future = future(p, 4L);
    p.log(await(task) + await(stage) + await(future) + await(task));
    List<Task<String>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(task(p, "#" + i));
    }
    for (Task<String> each : all) {
      p.log(await(each));
    }
    p.log(await(future.thenApply(n -> n + 1)));
    p.log(await(task.thenCombine(stage, (a, b) -> a + b)));
    try {
      await(task.thenApply(s -> Integer.parseInt(s)));
    } catch (NumberFormatException | CompletionException e) {
      p.log(e.getMessage());
    }
  }
}
