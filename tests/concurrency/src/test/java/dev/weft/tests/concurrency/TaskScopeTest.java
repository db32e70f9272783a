package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failing;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static dev.weft.tests.concurrency.Failures.foreverThen;
import static dev.weft.tests.concurrency.Failures.later;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.TaskScope.Joiner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a scope waits for, and what it gives. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class TaskScopeTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  @TestFactory
  List<DynamicTest> givesResultsInOrderOfFork() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open(Joiner.<Integer>allSuccessfulOrThrow())) {
            for (int i = 0; i < 100; i++) {
              int value = i;
              scope.fork(
                  () -> {
                    for (int j = 0; j < value % 7; j++) {
                      step();
                    }
                    return value;
                  });
            }
            List<Integer> results = scope.join();
            assertThat(results).hasSize(100).isSorted();
          }
        });
  }

  @TestFactory
  List<DynamicTest> waitsForAll() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            Task<String> one = scope.fork(() -> later("one"));
            Task<String> two = scope.fork(() -> later("two"));
            assertThat(scope.join()).isNull();
            assertThat(one.resultNow() + two.resultNow()).isEqualTo("onetwo");
            assertThat(one.state()).isEqualTo(Task.State.SUCCESS);
          }
        });
  }

  @TestFactory
  List<DynamicTest> joinsNothing() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            assertThat(scope.join()).isNull();
          }
          try (var scope = TaskScope.open(Joiner.allSuccessfulOrThrow())) {
            assertThat(scope.join()).isEmpty();
          }
          try (var scope = TaskScope.open(Joiner.anySuccessfulOrThrow())) {
            assertThat(failureOf(scope::join)).isInstanceOf(NoSuchElementException.class);
          }
          TaskScope.open().close();
        });
  }

  @TestFactory
  List<DynamicTest> firstSuccessCancelsTheOthers() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          try (var scope = TaskScope.open(Joiner.<String>anySuccessfulOrThrow())) {
            scope.fork(() -> foreverThen("loser", ended));
            scope.fork(() -> failing("in vain"));
            scope.fork(() -> later("winner"));
            assertThat(scope.join()).isEqualTo("winner");
          }
          assertThat(ended).containsExactly("loser");
        });
  }

  @TestFactory
  List<DynamicTest> allFailuresOfAny() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open(Joiner.<String>anySuccessfulOrThrow())) {
            scope.fork(() -> failing("one"));
            scope.fork(() -> failing("two"));
            Throwable thrown = failureOf(scope::join);
            assertThat(thrown).isInstanceOf(IOException.class);
            assertThat(thrown.getSuppressed()).hasSize(1);
          }
        });
  }

  @TestFactory
  List<DynamicTest> awaitAllWaitsForFailuresToo() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open(Joiner.<String>awaitAll())) {
            Task<String> failed = scope.fork(() -> failing("one"));
            Task<String> done = scope.fork(() -> later("two"));
            scope.join();
            assertThat(failed.state()).isEqualTo(Task.State.FAILED);
            assertThat(failed.exceptionNow()).hasMessage("one");
            assertThat(done.resultNow()).isEqualTo("two");
          }
        });
  }

  @TestFactory
  List<DynamicTest> allUntilEnough() {
    return Everywhere.run(
        () -> {
          var count = new AtomicInteger();
          try (var scope =
              TaskScope.open(Joiner.<String>allUntil(task -> count.incrementAndGet() == 2))) {
            scope.fork(() -> later("one"));
            scope.fork(() -> later("two"));
            scope.fork(() -> forever());
            List<Task<String>> tasks = scope.join();
            assertThat(tasks).hasSize(3);
            assertThat(tasks.get(0).resultNow() + tasks.get(1).resultNow()).isEqualTo("onetwo");
          }
        });
  }

  @TestFactory
  List<DynamicTest> timeIsOver() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope =
                        TaskScope.<String>open(
                            config -> config.withTimeout(Duration.ofMillis(300)))) {
                      scope.fork(() -> foreverThen("late", ended));
                      scope.join();
                    }
                  });
          assertThat(thrown).isInstanceOf(TaskScope.TimeoutException.class);
          assertThat(ended).containsExactly("late");
        });
  }

  @TestFactory
  List<DynamicTest> timeIsOverWhereTheBodyWaits() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope =
                        TaskScope.open(config -> config.withTimeout(Duration.ofMillis(5)))) {
                      forever();
                    }
                  });
          assertThat(thrown).isInstanceOf(TaskScope.TimeoutException.class);
        });
  }

  @TestFactory
  List<DynamicTest> nestedLimits() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var outer =
                        TaskScope.open(
                            config -> config.withName("outer").withTimeout(Duration.ofMillis(5)))) {
                      try (var inner =
                          TaskScope.open(config -> config.withName("inner").withTimeout(LONG))) {
                        inner.fork(() -> forever());
                        inner.join();
                      }
                    }
                  });
          assertThat(thrown).isInstanceOf(TaskScope.TimeoutException.class);
          assertThat(thrown.getSuppressed()).isEmpty();
        });
  }

  @TestFactory
  List<DynamicTest> joiningWithinADeadline() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            Task<String> task = scope.fork(() -> later("in time"));
            Weft.withDeadline(LONG, () -> scope.join());
            assertThat(task.resultNow()).isEqualTo("in time");
          }
          try (var scope = TaskScope.open()) {
            scope.fork(() -> forever());
            assertThat(failureOf(() -> Weft.withDeadline(Duration.ofMillis(5), () -> scope.join())))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
            scope.cancel();
            scope.join();
          }
        });
  }

  @TestFactory
  List<DynamicTest> cancelledByACaller() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            Task<String> task = scope.fork(() -> forever());
            Weft.start(
                () -> {
                  Weft.delay(Duration.ofMillis(2));
                  scope.cancel();
                });
            scope.join();
            assertThat(scope.isCancelled()).isTrue();
            scope.close();
            assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
          }
          try (var scope = TaskScope.open(Joiner.allSuccessfulOrThrow())) {
            scope.fork(() -> forever());
            scope.cancel();
            assertThat(failureOf(scope::join)).isInstanceOf(CancellationException.class);
          }
        });
  }

  @TestFactory
  List<DynamicTest> scopesInForkedCoroutines() {
    return Everywhere.run(() -> assertThat(tree(6)).isEqualTo(64));
  }

  @Async
  private static int tree(int depth) {
    if (depth == 0) {
      step();
      return 1;
    }
    try (var scope = TaskScope.open(Joiner.<Integer>allSuccessfulOrThrow())) {
      scope.fork(() -> tree(depth - 1));
      scope.fork(() -> tree(depth - 1));
      List<Integer> leaves = scope.join();
      return leaves.get(0) + leaves.get(1);
    }
  }
}
