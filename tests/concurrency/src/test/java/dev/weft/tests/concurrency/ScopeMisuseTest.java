package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static dev.weft.tests.concurrency.Failures.foreverThen;
import static dev.weft.tests.concurrency.Failures.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.AsyncCallable;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.TaskScope.Joiner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Scopes that are used as they may not be. */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class ScopeMisuseTest {

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
              .hasMessageContaining("closed (at dev.weft.tests.concurrency.")
              .hasMessageContaining("without having been joined");
          scope.close();
          assertThat(failureOf(scope::join))
              .hasMessageContaining("join (at dev.weft.tests.concurrency.ScopeMisuseTest")
              .hasMessageContaining("after close");
          assertThat(failureOf(() -> scope.fork(() -> later("closed"))))
              .hasMessageContaining("fork (at")
              .hasMessageContaining("after close");
          try (var other = TaskScope.<String>open()) {
            other.join();
            assertThat(failureOf(() -> other.fork(() -> later("joined"))))
                .hasMessageContaining("fork after join (at");
            assertThat(failureOf(other::join)).hasMessageContaining("join after join (at");
          }
        });
  }

  @TestFactory
  List<DynamicTest> theLineOfAScopeThatWasNotJoinedIsNamed() {
    return Everywhere.run(
        () -> {
          Throwable failure = failureOf(() -> closeUnjoined());
          assertThat(failure)
              .hasMessageStartingWith("closed (at ")
              .hasMessageContaining("ScopeMisuseTest.closeUnjoined(ScopeMisuseTest.java:");
        });
  }

  @Async
  private static void closeUnjoined() {
    try (var scope = TaskScope.<String>open()) {
      scope.fork(() -> later("unjoined"));
    }
  }

  @TestFactory
  List<DynamicTest> joinersThatServeTwice() {
    return Everywhere.run(
        () -> {
          for (Joiner<String, ?> joiner :
              List.of(
                  Joiner.<String>allSuccessfulOrThrow(),
                  Joiner.<String>awaitAllSuccessfulOrThrow(),
                  Joiner.<String>anySuccessfulOrThrow(),
                  Joiner.<String>allUntil(task -> false))) {
            try (var first = TaskScope.open(joiner)) {
              first.fork(() -> later("first"));
              first.join();
            }
            assertThat(failureOf(() -> TaskScope.open(joiner).close()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has served another (at dev.weft.tests.concurrency.Scope")
                .hasMessageContaining("make one for each scope");
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
                  .hasMessageContaining("ScopeMisuseTest.java:");
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
              .hasMessageContaining("opened at dev.weft.tests.concurrency.ScopeMisuseTest")
              .hasMessageContaining("ScopeMisuseTest.java:");
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

  /** What one that opens a scope around an emit, or waits in it, is told. */
  @Async
  private static Generator<Integer> withScope(List<Throwable> met) {
    try (var scope = TaskScope.<Object>open()) {
      scope.join();
    } catch (IllegalStateException refused) {
      met.add(refused);
    }
    emit(1);
    return null;
  }

  @TestFactory
  List<DynamicTest> aGeneratorCannotWaitForAScope() {
    return Everywhere.run(
        () -> {
          var met = new ArrayList<Throwable>();
          for (int element : withScope(met)) {
            assertThat(element).isOne();
          }
          step();
          assertThat(met).hasSize(1);
          assertThat(met.get(0)).hasMessageContaining("generator");
          assertThat(met.get(0).getSuppressed()).hasSize(1);
          assertThat(met.get(0).getSuppressed()[0]).hasMessageContaining("generator");
        });
  }
}
