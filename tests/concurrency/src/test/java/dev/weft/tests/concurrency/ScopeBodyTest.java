package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failing;
import static dev.weft.tests.concurrency.Failures.failsOnItsWayOut;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static dev.weft.tests.concurrency.Failures.foreverThen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the body of a scope meets where it waits, and what leaves the block. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ScopeBodyTest {

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
                      scope.fork(Failures::failsOnItsWayOut);
                      scope.fork(() -> failing("first"));
                      scope.join();
                    }
                  });
          assertThat(thrown).hasMessage("first");
          assertThat(thrown.getSuppressed()).hasSize(1);
          assertThat(thrown.getSuppressed()[0]).hasMessage("second");
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
}
