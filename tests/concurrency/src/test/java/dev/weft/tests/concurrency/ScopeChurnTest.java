package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.TaskScope.Joiner;
import dev.weft.concurrent.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Scopes, waits and cancellations that begin and end, very many of them, beside things that never
 * end: nothing of them may stay. {@code -Dweft.churn} says how many.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // only their number matters
class ScopeChurnTest {

  private static final int ROUNDS = Integer.getInteger("weft.churn", 100_000);

  /** What a round may leave, on average: less than any object. */
  private static final long BYTES_EACH = 8;

  /** Never done: whatever waits for one of them has to leave it. */
  private final Task<Object> pending = Task.completer().task();

  private final CompletableFuture<Object> future = new CompletableFuture<>();

  @Test
  void nothingStays() {
    try (var loop = Schedulers.eventLoop()) {
      Task<Object> waits = Weft.start(loop, () -> Weft.await(pending)); // somebody else always does
      CompletableFuture<Object> dependent = future.thenApply(value -> value);
      Weft.run(loop, () -> rounds(ROUNDS / 10));
      long before = used(loop);
      Weft.run(loop, () -> rounds(ROUNDS));
      long each = (used(loop) - before) / ROUNDS;
      assertThat(each).isLessThan(BYTES_EACH);
      assertThat(pending.isDone() || waits.isDone() || dependent.isDone()).isFalse();
      waits.cancel(false);
    }
  }

  @Async
  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      switch (i % 5) {
        case 0 -> succeeds();
        case 1 -> assertThat(failureOf(() -> fails())).isInstanceOf(IllegalStateException.class);
        case 2 -> givesUp(Weft.start(() -> Weft.await(pending)));
        case 3 -> givesUp(Weft.start(() -> Weft.await(future)));
        default -> givesUp(Weft.start(() -> Tasks.awaitAny(List.of(pending, future))));
      }
    }
  }

  @Async
  private static void succeeds() {
    try (var scope =
        TaskScope.open(
            Joiner.<Integer>anySuccessfulOrThrow(),
            config -> config.withTimeout(Duration.ofHours(1)))) {
      scope.fork(() -> forever());
      scope.fork(() -> yields(1));
      assertThat(scope.join()).isEqualTo(1);
    }
  }

  @Async
  private static Integer yields(Integer value) {
    Weft.yieldNow();
    return value;
  }

  @Async
  private void fails() {
    try (var scope = TaskScope.open()) {
      scope.fork(() -> Weft.await(pending));
      scope.fork(
          () -> {
            Weft.yieldNow();
            throw new IllegalStateException("one of many");
          });
      forever();
    }
  }

  @Async
  private static void givesUp(Task<?> task) {
    task.cancel(false);
    assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
  }

  /** What is in use after collections, and after what those have found is cleared away. */
  private long used(EventLoop loop) {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Weft.run(loop, () -> rounds(20));
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }
}
