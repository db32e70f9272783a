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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Failures in scopes that come where they are known already, are refused, or are very many. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ScopeFailuresTest {

  private static Object fail(Exception failure) throws Exception {
    throw failure;
  }

  @TestFactory
  List<DynamicTest> theBodyThrowsTheVeryFailure() {
    return Everywhere.run(
        () -> {
          var failure = new IOException("one");
          Throwable awaited =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      Task<Object> task = scope.fork(() -> fail(failure));
                      Weft.await(task);
                    }
                  });
          assertThat(awaited).isSameAs(failure);
          Throwable asked =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      Task<Object> task = scope.fork(() -> fail(failure));
                      throw (Exception) task.exceptionNow();
                    }
                  });
          assertThat(asked).isSameAs(failure);
          var shared = CompletableFuture.failedFuture(failure);
          Throwable both =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> Weft.await(shared));
                      Weft.await(shared);
                    }
                  });
          assertThat(both).isSameAs(failure);
        });
  }

  @TestFactory
  List<DynamicTest> afterAJoinThatWasGivenUp() {
    return Everywhere.run(
        () -> {
          var future = new CompletableFuture<String>();
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> Weft.await(future));
                      assertThat(
                              failureOf(
                                  () ->
                                      Weft.withDeadline(Duration.ofMillis(5), () -> scope.join())))
                          .isInstanceOf(TimeoutException.class);
                      future.completeExceptionally(new IOException("child"));
                      forever();
                    }
                  });
          assertThat(thrown).hasMessage("child");
        });
  }

  @TestFactory
  List<DynamicTest> aJoinerThatThrowsWhenSomethingIsForked() {
    return Everywhere.run(
        () -> {
          var broken =
              new Joiner<Object, Object>() {
                @Override
                public boolean onFork(Task<? extends Object> task) {
                  throw new IllegalArgumentException("joiner");
                }

                @Override
                public Object result() {
                  return "result";
                }
              };
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open(broken)) {
                      Task<Object> task = scope.fork(() -> forever());
                      assertThat(task.isCancelled()).isTrue();
                      scope.join();
                    }
                  });
          assertThat(thrown).hasMessage("joiner");
        });
  }

  @TestFactory
  List<DynamicTest> anOpeningThatFailsLeavesNothingOpen() {
    return Everywhere.run(
        () -> {
          EventLoop closed = Schedulers.eventLoop();
          closed.close();
          Throwable thrown =
              failureOf(
                  () ->
                      Weft.await(
                          Weft.start(
                              () -> {
                                try (var outer = TaskScope.open()) {
                                  TaskScope.open(
                                      config ->
                                          config
                                              .withScheduler(closed)
                                              .withTimeout(Duration.ofSeconds(1)));
                                  outer.join();
                                }
                              })));
          // where the coroutine has a scheduler with a clock, that is the clock
          assertThat(thrown)
              .isInstanceOfAny(RejectedExecutionException.class, IllegalStateException.class);
          if (thrown instanceof RejectedExecutionException) {
            assertThat(thrown.getSuppressed()).isEmpty();
          }
        });
  }

  @TestFactory
  List<DynamicTest> sharedFailuresDoNotGrow() {
    return Everywhere.run(
        () -> {
          Task<String> one = Task.failed(new IOException("one"));
          Task<String> two = Task.failed(new IOException("two"));
          for (int i = 0; i < 100; i++) {
            assertThat(failureOf(() -> Tasks.awaitAny(one, two))).hasMessage("one");
          }
          assertThat(one.exceptionNow().getSuppressed()).hasSize(1);
        });
  }

  @TestFactory
  List<DynamicTest> oneTaskThatIsAwaitedTwiceAmongMany() {
    return Everywhere.run(
        () -> {
          Task.Completer<Integer> completer = Task.completer();
          Task<Integer> task = completer.task();
          try (var scope = TaskScope.open(Joiner.awaitAll())) {
            for (int i = 0; i < 20; i++) {
              scope.fork(() -> Weft.await(task));
            }
            Task<Object> leaves = scope.fork(() -> Weft.await(task));
            leaves.cancel(false);
            Task<Object> twice = scope.fork(() -> Tasks.awaitAll(task, task));
            completer.complete(7);
            scope.join();
            assertThat(twice.resultNow()).isEqualTo(List.of(7, 7));
          }
        });
  }

  @TestFactory
  List<DynamicTest> aSecondRequestReachesWhatWasForked() {
    return Everywhere.run(
        () -> {
          var end = new CompletableFuture<Object>();
          Task<Object> task =
              Weft.start(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> endsWith(end));
                      scope.join();
                    }
                    return "not cancelled";
                  });
          task.cancel(false);
          Weft.delay(Duration.ofMillis(5));
          assertThat(task.isDone()).isFalse();
          task.cancel(false);
          assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
          assertThat(end.isCancelled()).isTrue();
        });
  }

  @Async
  private static void endsWith(CompletableFuture<Object> end) {
    try {
      forever();
    } finally {
      Weft.await(end);
    }
  }

  @TestFactory
  List<DynamicTest> cancelledAndNotJoined() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            scope.fork(() -> forever());
            scope.cancel();
          }
        });
  }

  @TestFactory
  List<DynamicTest> limitsSayWhoseTheyAre() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope =
                        TaskScope.open(
                            config -> config.withName("quote").withTimeout(Duration.ZERO))) {
                      forever();
                    }
                  });
          assertThat(thrown)
              .isInstanceOf(TaskScope.TimeoutException.class)
              .hasMessageContaining("not done within PT0S: TaskScope[quote, opened at ")
              .hasMessageContaining("ScopeFailuresTest.java:");
        });
  }

  @Test
  void veryManyScopesThatAreNotClosed() throws Exception {
    Task<Object> task =
        Weft.start(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                TaskScope.open();
              }
              return "done";
            });
    assertThat(failureOf(() -> Weft.await(task)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not closed");
  }

  /** Ordinary code on a loop must not wait; it is told so once, and does not spin. */
  @Test
  void refusedOnALoop() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      var never = new CompletableFuture<Object>();
      var went = new CountDownLatch(1);
      var other = Task.completer();
      loop.schedule(
          () -> {
            closesAScope(never);
            endsADeadline(never);
            assertThat(thrownBy(() -> Tasks.awaitAll(other.task())))
                .isInstanceOf(IllegalStateException.class);
            went.countDown();
          });
      went.await();
      assertThat(other.complete("left alone")).isTrue();
      never.complete(null);
    }
  }

  private static void closesAScope(CompletableFuture<Object> never) {
    TaskScope<Object, Void> scope = TaskScope.open();
    scope.fork(() -> refusesToEnd(never));
    assertThat(thrownBy(scope::close))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would block");
  }

  private static void endsADeadline(CompletableFuture<Object> never) {
    assertThat(thrownBy(() -> Weft.withDeadline(Duration.ofHours(1), () -> refusesToEnd(never))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would block");
  }

  @Async
  private static Object refusesToEnd(CompletableFuture<Object> end) {
    try {
      return forever();
    } catch (CancellationException met) {
      return Tasks.shielded(end);
    }
  }

  private interface Ordinary {
    void run() throws Exception;
  }

  private static Throwable thrownBy(Ordinary call) {
    try {
      call.run();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  /** What it is thrown afterwards does not make it forget. */
  @TestFactory
  List<DynamicTest> aFailureThatWasAwaitedIsMetOnceWhateverIsThrownThen() {
    return Everywhere.run(
        () -> {
          var met = new ArrayList<String>();
          try (var scope = TaskScope.<Object>open()) {
            var child = scope.fork(() -> Failures.failing("child"));
            met.add(failureOf(() -> Weft.await(child)).getMessage());
            met.add(failureOf(() -> Failures.failing("fallback")).getMessage());
            met.add(failureOf(() -> Weft.await(Task.failed(new IOException("done")))).getMessage());
            Weft.yieldNow();
            Everywhere.step();
          }
          assertThat(met).containsExactly("child", "fallback", "done");
        });
  }
}
