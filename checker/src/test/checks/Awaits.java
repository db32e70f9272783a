import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Awaits where nothing can suspend, and where something can. */
class Awaits {

  private static final Task<Integer> TASK = Task.completed(1);

  private final int inField = await(TASK);
  private static final int IN_STATIC_FIELD = await(TASK);

  static {
    Weft.delay(Duration.ofMillis(1));
  }

  {
    await(TASK);
  }

  Awaits() {
    await(TASK);
  }

  int unmarked() {
    Weft.yieldNow();
    Weft.delay(Duration.ofMillis(1));
    return Weft
        .await(
            TASK);
  }

  void lambdas(List<Task<String>> tasks) {
    tasks.forEach(each -> await(each));
    Runnable nested = () -> {
      AsyncCallable<String> fine = () -> await(tasks.get(0));
    };
  }

  @Async
  void inCoroutine(List<Task<String>> tasks) {
    tasks.forEach(each -> await(each));
    Object anonymous = new Object() {
      int field = await(TASK);

      @Override
      public String toString() {
        return await(tasks.get(0));
      }
    };
  }

  static int done() { // nothing to wait for
    return await(Task.completed(1)) + await(CompletableFuture.completedFuture(2));
  }

  @SuppressWarnings("weft:await")
  static int onPurpose(Task<Integer> done) {
    return await(done);
  }

  static int suppressedAtAVariable(Task<Integer> done) {
    @SuppressWarnings({"unused", "weft"})
    int result = await(done);
    return result;
  }

  @SuppressWarnings("weft:plain")
  static int suppressedUnderAnotherName(Task<Integer> done) {
    return await(done);
  }

  // Coroutines.

  interface Job {
    @Async
    int run(Task<Integer> task);

    default int twice(Task<Integer> task) {
      return await(task);
    }
  }

  record Doubled(int factor) implements Job {
    @Override
    public int run(Task<Integer> task) { // as what it overrides is marked
      return factor * await(task);
    }
  }

  enum Jobs implements Job {
    ONE {
      @Override
      public int run(Task<Integer> task) {
        return switch (await(task)) {
          case 1 -> await(task);
          default -> {
            yield await(task);
          }
        };
      }
    }
  }

  static final Job FIELD = task -> await(task);
  static final Supplier<Task<Integer>> RETURNS_A_TASK = () -> Task.completed(await(TASK));
  static final Function<Integer, CompletionStage<Integer>> RETURNS_A_STAGE =
      n -> CompletableFuture.completedFuture(n + await(TASK));

  static Supplier<? extends Task<Integer>> wildcard() {
    return () -> Task.completed(await(TASK));
  }

  @Async
  static <T extends Comparable<T>> T generic(Task<? extends T> task) {
    T result = await(task);
    AsyncCallable<T> again = () -> await(task);
    return result;
  }

  @Async
  static int conditional(boolean waits) {
    class Local {
      @Async
      int run() {
        return waits ? await(TASK) : 0;
      }
    }
    return new Local().run();
  }
}
