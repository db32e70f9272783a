package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failing;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.AsyncCallable;
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

/** What a scope does with what is forked in it, and with its body. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class TaskScopeTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  @Async
  private static <T> T later(T value) {
    step();
    return value;
  }

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
  List<DynamicTest> failureCancelsSiblingsAndIsThrownByJoin() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> foreverThen("sibling", ended));
                      scope.fork(() -> failing("first"));
                      scope.join();
                    }
                  });
          assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("first");
          assertThat(thrown.getSuppressed()).isEmpty();
          assertThat(ended).containsExactly("sibling");
        });
  }

  @Async
  private static String foreverThen(String name, List<String> ended) {
    try {
      return forever();
    } finally {
      step(); // a finally block may wait
      ended.add(name);
    }
  }

  @TestFactory
  List<DynamicTest> failureReachesTheBodyWhereItWaits() {
    return Everywhere.run(
        () -> {
          var places = new ArrayList<String>();
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(
                          () -> {
                            Weft.delay(Duration.ofMillis(5));
                            return failing("first");
                          });
                      places.add("waits");
                      forever(); // not for the scope
                      places.add("goes on");
                    }
                  });
          assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("first");
          assertThat(places).containsExactly("waits");
        });
  }

  @TestFactory
  List<DynamicTest> failureReachesTheBodyAtItsNextSuspension() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(
                          () -> {
                            throw new IOException("at once");
                          });
                      assertThat(scope.isCancelled()).isTrue();
                      forever();
                    }
                  });
          assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("at once");
        });
  }

  @TestFactory
  List<DynamicTest> failureIsThrownByCloseIfTheBodyNeverWaits() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(
                          () -> {
                            throw new IOException("at once");
                          });
                    }
                  });
          assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("at once");
        });
  }

  @TestFactory
  List<DynamicTest> failureIsMetOnceOnly() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            scope.fork(
                () -> {
                  throw new IOException("at once");
                });
            assertThat(failureOf(() -> forever())).hasMessage("at once");
            Weft.delay(Duration.ofMillis(1)); // a fallback may wait
            step();
          }
          Weft.yieldNow();
          Weft.delay(Duration.ofMillis(1)); // nor is anything left behind
        });
  }

  @TestFactory
  List<DynamicTest> joinTakesTheFailureSoThatNothingIsLeft() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            scope.fork(
                () -> {
                  throw new IOException("at once");
                });
            assertThat(failureOf(scope::join)).hasMessage("at once");
            Weft.delay(Duration.ofMillis(1));
          }
          Weft.delay(Duration.ofMillis(1));
        });
  }

  @TestFactory
  List<DynamicTest> laterFailuresAreSuppressed() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(TaskScopeTest::failsOnItsWayOut);
                      scope.fork(() -> failing("first"));
                      scope.join();
                    }
                  });
          assertThat(thrown).hasMessage("first");
          assertThat(thrown.getSuppressed()).hasSize(1);
          assertThat(thrown.getSuppressed()[0]).hasMessage("second");
        });
  }

  @Async
  private static String failsOnItsWayOut() {
    try {
      return forever();
    } finally {
      step();
      Weft.yieldNow();
      fail("second");
    }
  }

  private static void fail(String message) {
    throw new IllegalArgumentException(message);
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
  List<DynamicTest> failureOfAnOuterScopeReachesTheInnerOnesBody() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var outer = TaskScope.open()) {
                      outer.fork(
                          () -> {
                            Weft.delay(Duration.ofMillis(5));
                            return failing("outer");
                          });
                      try (var inner = TaskScope.open()) {
                        inner.fork(() -> foreverThen("inner", ended));
                        inner.join();
                      }
                    }
                  });
          assertThat(thrown).hasMessage("outer");
          assertThat(ended).containsExactly("inner");
        });
  }

  @TestFactory
  List<DynamicTest> cancelledFromOutside() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Task<String> task =
              Weft.start(
                  () -> {
                    try (var scope = TaskScope.<String>open()) {
                      scope.fork(() -> foreverThen("forked", ended));
                      scope.join();
                    } finally {
                      ended.add("body");
                    }
                    return "not cancelled";
                  });
          step();
          task.cancel(false);
          assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
          assertThat(ended).containsExactly("forked", "body");
        });
  }

  @TestFactory
  List<DynamicTest> aBodyThatThrows() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.<String>open()) {
                      scope.fork(() -> foreverThen("forked", ended));
                      step();
                      throw new IOException("body");
                    }
                  });
          assertThat(thrown).hasMessage("body");
          assertThat(ended).containsExactly("forked");
        });
  }

  @TestFactory
  List<DynamicTest> whatFailsOnItsWayOutIsSuppressedInWhatTheBodyThrows() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> failsOnItsWayOut());
                      throw new IOException("body");
                    }
                  });
          assertThat(thrown).hasMessage("body");
          assertThat(thrown.getSuppressed()).hasSize(1);
          assertThat(thrown.getSuppressed()[0]).hasMessage("second");
        });
  }

  @TestFactory
  List<DynamicTest> aFailureThatMeetsTheCancellationOfAJoinIsNotLost() {
    return Everywhere.run(
        () -> {
          Task<Void> task =
              Weft.start(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      scope.fork(() -> failsOnItsWayOut());
                      scope.join();
                    }
                  });
          task.cancel(false);
          Throwable thrown = failureOf(() -> Weft.await(task));
          assertThat(thrown).isInstanceOf(CancellationException.class);
          assertThat(thrown.getSuppressed()).hasSize(1);
          assertThat(thrown.getSuppressed()[0]).hasMessage("second");
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
  List<DynamicTest> forkedAfterItWasCancelled() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.open()) {
            scope.cancel();
            Task<String> never =
                scope.fork(
                    (AsyncCallable<String>)
                        () -> {
                          throw new AssertionError("it runs");
                        });
            assertThat(never.isCancelled()).isTrue();
            scope.join();
          }
        });
  }

  @TestFactory
  List<DynamicTest> misuse() {
    return Everywhere.run(
        () -> {
          var scope = TaskScope.<String>open();
          scope.fork(() -> later("unjoined"));
          assertThat(failureOf(scope::close))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("without having been joined");
          scope.close();
          assertThat(failureOf(scope::join))
              .hasMessageContaining("join (at dev.weft.tests.concurrency.TaskScopeTest")
              .hasMessageContaining("after close");
          assertThat(failureOf(() -> scope.fork(() -> later("closed"))))
              .hasMessageContaining("fork (at")
              .hasMessageContaining("after close");
          try (var other = TaskScope.<String>open()) {
            other.join();
            assertThat(failureOf(() -> other.fork(() -> later("joined"))))
                .hasMessageContaining("fork after join (at");
            assertThat(failureOf(other::join)).hasMessageContaining("joined before (at");
          }
        });
  }

  @TestFactory
  List<DynamicTest> foreignCoroutines() {
    return Everywhere.run(
        () -> {
          try (var scope = TaskScope.<Throwable>open()) {
            Task<Throwable> fork =
                scope.fork(
                    () -> {
                      step();
                      return failureOf(() -> scope.fork(() -> later(null)));
                    });
            Task<Throwable> join = scope.fork(() -> failureOf(scope::join));
            Task<Throwable> close = scope.fork(() -> failureOf(scope::close));
            scope.join();
            for (Task<Throwable> each : List.of(fork, join, close)) {
              assertThat(each.resultNow())
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("is for the coroutine that opened the scope")
                  .hasMessageContaining("TaskScopeTest.java:");
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> neverClosed() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          Task<String> task =
              Weft.start(
                  () -> {
                    TaskScope.<String>open().fork(() -> foreverThen("forked", ended));
                    step();
                    return "forgotten";
                  });
          Throwable thrown = failureOf(() -> Weft.await(task));
          assertThat(thrown)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("was not closed")
              .hasMessageContaining("opened at dev.weft.tests.concurrency.TaskScopeTest")
              .hasMessageContaining("TaskScopeTest.java:");
          assertThat(ended).containsExactly("forked");
        });
  }

  @TestFactory
  List<DynamicTest> anInnerScopeIsNotClosed() {
    return Everywhere.run(
        () -> {
          var ended = Collections.synchronizedList(new ArrayList<String>());
          var outer = TaskScope.<String>open(config -> config.withName("outer"));
          var inner = TaskScope.<String>open(config -> config.withName("inner"));
          inner.fork(() -> foreverThen("inner", ended));
          outer.join();
          assertThat(failureOf(outer::close))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("inner")
              .hasMessageContaining("was not closed");
          assertThat(ended).containsExactly("inner");
        });
  }

  @TestFactory
  List<DynamicTest> aJoinerThatThrows() {
    return Everywhere.run(
        () -> {
          var broken =
              new Joiner<String, String>() {
                @Override
                public boolean onComplete(Task<? extends String> task) {
                  throw new IllegalArgumentException("joiner");
                }

                @Override
                public String result() {
                  return "result";
                }
              };
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open(broken)) {
                      scope.fork(() -> later("one"));
                      scope.fork(() -> forever());
                      scope.join();
                    }
                  });
          assertThat(thrown).hasMessage("joiner");
        });
  }

  @TestFactory
  List<DynamicTest> cancellingAForkedTaskIsAFailure() {
    return Everywhere.run(
        () -> {
          Throwable thrown =
              failureOf(
                  () -> {
                    try (var scope = TaskScope.open()) {
                      Task<String> task = scope.fork(() -> forever());
                      scope.fork(() -> forever());
                      task.cancel(false);
                      scope.join();
                    }
                  });
          assertThat(thrown).isInstanceOf(CancellationException.class);
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

  @TestFactory
  List<DynamicTest> closingTwiceAndEmpty() {
    return Everywhere.run(
        () -> {
          var scope = TaskScope.open();
          scope.close();
          scope.close();
          assertThatIllegalStateException().isThrownBy(() -> plainFork(scope));
          assertThatExceptionOfType(IllegalStateException.class).isThrownBy(scope::join);
        });
  }

  private static void plainFork(TaskScope<Object, Void> scope) {
    scope.fork(() -> later(1));
  }
}
