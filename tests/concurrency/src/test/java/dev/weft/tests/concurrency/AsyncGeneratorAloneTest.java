package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Context;
import dev.weft.concurrent.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Async generators that run without a driver, and where that begins and ends: a call that may
 * suspend, a failure, a close, a context, another generator.
 */
class AsyncGeneratorAloneTest {

  private static final Context.Key<String> USER = Context.key("user of a generator");

  /** Runs alone but at each third element. */
  @Async
  private static AsyncGenerator<Integer> mixed(int count, List<String> log) {
    try {
      for (int i = 0; i < count; i++) {
        if (i % 3 == 0) {
          step();
        }
        emit(i);
      }
    } finally {
      log.add("closed");
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> onlyEmits(int count) {
    for (int i = 0; i < count; i++) {
      emit(i);
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> someElementsAreWaitedForAndOthersNot() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          var all = new ArrayList<Integer>();
          for (int each : mixed(10, log)) {
            all.add(each);
            if (each % 4 == 0) {
              step();
            }
          }
          assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
          assertThat(log).containsExactly("closed");
        });
  }

  @TestFactory
  List<DynamicTest> nextWithoutHasNextAndHasNextTwice() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<Integer> elements = mixed(5, new ArrayList<>());
          assertThat(elements.next()).isZero();
          assertThat(elements.next()).isEqualTo(1);
          assertThat(elements.hasNext()).isTrue();
          assertThat(elements.hasNext()).isTrue();
          assertThat(elements.next()).isEqualTo(2);
          assertThat(elements.next()).isEqualTo(3);
          assertThat(elements.next()).isEqualTo(4);
          assertThat(elements.hasNext()).isFalse();
          assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
        });
  }

  @TestFactory
  List<DynamicTest> itIsClosedWhereverItStands() {
    return Everywhere.run(
        () -> {
          for (int taken = 0; taken < 6; taken++) {
            for (int asked = 0; asked < 2; asked++) {
              var log = new ArrayList<String>();
              AsyncGenerator<Integer> elements = mixed(10, log);
              for (int i = 0; i < taken; i++) {
                assertThat(elements.next()).isEqualTo(i);
              }
              if (asked > 0) {
                assertThat(elements.hasNext()).isTrue();
              }
              elements.close();
              assertThat(log).hasSize(taken + asked > 0 ? 1 : 0);
              assertThat(elements.hasNext()).isFalse();
            }
          }
        });
  }

  @Async
  private static AsyncGenerator<Integer> failsAt(int at, boolean waits) {
    for (int i = 0; true; i++) {
      if (waits) {
        step();
      }
      if (i == at) {
        throw new IllegalStateException("at " + i);
      }
      emit(i);
    }
  }

  @TestFactory
  List<DynamicTest> aFailureEndsIt() {
    return Everywhere.run(
        () -> {
          for (int at = 0; at < 3; at++) {
            for (boolean waits : new boolean[] {false, true}) {
              AsyncGenerator<Integer> elements = failsAt(at, waits);
              for (int i = 0; i < at; i++) {
                assertThat(elements.next()).isEqualTo(i);
              }
              assertThat(failureOf(() -> elements.next())).hasMessage("at " + at);
              assertThat(elements.hasNext()).isFalse();
            }
          }
        });
  }

  /** Emits the rest of a generator that has been asked before. */
  @Async
  private static AsyncGenerator<Integer> restOf(AsyncGenerator<Integer> begun) {
    emit(-1);
    emitAll(begun);
    emit(-2);
    return onlyEmits(2);
  }

  @TestFactory
  List<DynamicTest> theRestOfOneBecomesAPartOfAnother() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          AsyncGenerator<Integer> begun = mixed(5, log);
          assertThat(begun.next()).isZero();
          assertThat(begun.hasNext()).isTrue();
          var all = new ArrayList<Integer>();
          for (int each : restOf(begun)) {
            all.add(each);
          }
          assertThat(all).containsExactly(-1, 1, 2, 3, 4, -2, 0, 1);
          assertThat(log).containsExactly("closed");
          assertThat(begun.hasNext()).isFalse();
        });
  }

  private AsyncGenerator<Integer> own;

  @Async
  private AsyncGenerator<Integer> asksItself() {
    emit(0);
    emit(own.next());
    return null;
  }

  @TestFactory
  List<DynamicTest> oneThatAsksItselfIsRefused() {
    return Everywhere.run(
        () -> {
          own = asksItself();
          assertThat(own.next()).isZero();
          assertThat(failureOf(() -> own.next())).hasMessageContaining("is asked for an element");
        });
  }

  /** Nothing of this body but emits suspends. */
  @Async
  @SuppressWarnings("resource") // that it is left open is the point
  private static AsyncGenerator<Integer> leavesAScopeOpen() {
    emit(1);
    TaskScope.open();
    emit(2);
    return null;
  }

  @TestFactory
  List<DynamicTest> anEmitWithAScopeOpenIsRefusedAlsoWithoutADriver() {
    return Everywhere.run(
        () -> {
          Task<?> consumer =
              Weft.start(
                  () -> {
                    AsyncGenerator<Integer> elements = leavesAScopeOpen();
                    assertThat(elements.next()).isEqualTo(1);
                    elements.next();
                  });
          assertThat(failureOf(() -> Weft.await(consumer)))
              .hasMessageContaining("emitted an element while a scope was open");
        });
  }

  @Async
  private static AsyncGenerator<String> bindsAValue() {
    emit(USER.orElse("nobody"));
    emit(Context.where(USER, "ann").call(() -> USER.get()));
    emit(USER.orElse("nobody"));
    return null;
  }

  @TestFactory
  List<DynamicTest> aBodyMayUseTheContext() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<String> elements = bindsAValue();
          assertThat(elements.next()).isEqualTo("nobody");
          assertThat(elements.next()).isEqualTo("ann");
          assertThat(USER.isBound()).isFalse();
          assertThat(elements.next()).isEqualTo("nobody");
        });
  }

  @TestFactory
  List<DynamicTest> wordsWaitAtSomeElementsAndNotAtOthers() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          AsyncGenerator<Integer> words =
              mixed(20, log)
                  .map(
                      x -> {
                        if (x % 5 == 0) {
                          step();
                        }
                        return x * 10;
                      })
                  .filter(
                      x -> {
                        if (x % 40 == 0) {
                          step();
                        }
                        return x % 20 == 0;
                      })
                  .takeWhile(x -> x < 120);
          var all = new ArrayList<Integer>();
          for (int each : words) {
            all.add(each);
          }
          assertThat(all).containsExactly(0, 20, 40, 60, 80, 100);
          assertThat(log).containsExactly("closed");
        });
  }

  @TestFactory
  List<DynamicTest> aFunctionThatFailsClosesTheSource() {
    return Everywhere.run(
        () -> {
          for (int at = 0; at < 3; at++) {
            int failing = at;
            var log = new ArrayList<String>();
            AsyncGenerator<Integer> mapped =
                mixed(9, log)
                    .map(
                        x -> {
                          if (x == failing) {
                            throw new IllegalStateException("for " + x);
                          }
                          return x;
                        });
            for (int i = 0; i < at; i++) {
              assertThat(mapped.next()).isEqualTo(i);
            }
            assertThat(failureOf(() -> mapped.next())).hasMessage("for " + at);
            assertThat(log).containsExactly("closed");
            assertThat(mapped.hasNext()).isFalse();
          }
        });
  }

  @TestFactory
  List<DynamicTest> wordsAreClosedWhereverTheyStand() {
    return Everywhere.run(
        () -> {
          for (int taken = 0; taken < 4; taken++) {
            for (int asked = 0; asked < 2; asked++) {
              var log = new ArrayList<String>();
              AsyncGenerator<Integer> words =
                  mixed(20, log).map(x -> x + 1).filter(x -> x % 2 == 0);
              for (int i = 0; i < taken; i++) {
                assertThat(words.next()).isEqualTo(2 * i + 2);
              }
              if (asked > 0) {
                assertThat(words.hasNext()).isTrue();
              }
              words.close();
              assertThat(log).hasSize(taken + asked > 0 ? 1 : 0);
              assertThat(words.hasNext()).isFalse();
            }
          }
        });
  }

  /** What a function calls may emit, as a part of the generator that calls it. */
  @TestFactory
  List<DynamicTest> aFunctionMayEmit() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<Integer> twice =
              onlyEmits(3)
                  .map(
                      x -> {
                        emit(-x);
                        return x;
                      });
          var all = new ArrayList<Integer>();
          for (int each : twice) {
            all.add(each);
          }
          assertThat(all).containsExactly(0, 0, -1, 1, -2, 2);
        });
  }

  /** One after the other: what one has left off, the next goes on with, on another thread. */
  @Test
  void consumersOnSeveralThreads() throws Exception {
    try (var first = Schedulers.eventLoop();
        var second = Schedulers.eventLoop()) {
      AsyncGenerator<Integer> elements = mixed(300, new ArrayList<>()).map(x -> x * 2);
      for (int i = 0; i < 100; i++) {
        int from = 3 * i;
        Task<?> taking =
            Weft.start(
                i % 2 == 0 ? first : second,
                () -> {
                  for (int j = from; j < from + 3; j++) {
                    assertThat(elements.next()).isEqualTo(2 * j);
                  }
                });
        taking.get();
      }
      assertThat(elements.hasNext()).isFalse();
    }
  }
}
