package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Generator;
import dev.weft.ReusableResumption;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Context;
import dev.weft.concurrent.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Async generators: who asks them, what a cancellation does, and what they refuse. */
class AsyncGeneratorTest {

  private static final Context.Key<String> USER = Context.key("user");

  @Async
  private static AsyncGenerator<Integer> count(int n, List<String> log) {
    try {
      for (int i = 0; i < n; i++) {
        step();
        emit(i);
      }
    } finally {
      step();
      log.add("finally");
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> waiting(List<String> log) {
    try {
      emit(1);
      forever();
    } catch (CancellationException cancelled) {
      log.add("cancelled");
      throw cancelled;
    } finally {
      step();
      log.add("finally");
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> elementsComeOneByOne() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          int sum = 0;
          for (int each : count(1000, log)) {
            sum += each;
          }
          assertThat(sum).isEqualTo(499_500);
          assertThat(log).containsExactly("finally");
        });
  }

  @TestFactory
  List<DynamicTest> aCancellationIsMetWhereTheBodyWaits() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          AsyncGenerator<Integer> elements = waiting(log);
          Task<Integer> consumer =
              Weft.start(
                  () -> {
                    elements.next();
                    return elements.next();
                  });
          consumer.cancel(false);
          assertThat(failureOf(() -> Weft.await(consumer)))
              .isInstanceOf(CancellationException.class);
          assertThat(log).containsExactly("cancelled", "finally");
          assertThat(elements.hasNext()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> aCancellationBetweenElementsIsMetByTheConsumer() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          Task<Object> consumer =
              Weft.start(
                  () -> {
                    try (var elements = count(9, log)) {
                      elements.next();
                      return forever();
                    }
                  });
          while (!consumer.cancel(false)) {
            step();
          }
          assertThat(failureOf(() -> Weft.await(consumer)))
              .isInstanceOf(CancellationException.class);
          assertThat(log.isEmpty() || log.equals(List.of("finally"))).isTrue();
        });
  }

  @Async
  private static AsyncGenerator<Integer> stubborn(ReusableResumption<Integer> source) {
    while (true) {
      try {
        emit(source.await());
      } catch (CancellationException caught) {
        emit(-1);
      }
    }
  }

  @TestFactory
  List<DynamicTest> aBodyThatCatchesItsCancellationGoesOn() {
    return Everywhere.run(
        () -> {
          var source = new ReusableResumption<Integer>();
          AsyncGenerator<Integer> elements = stubborn(source);
          Task<Integer> consumer = Weft.start(() -> elements.next());
          consumer.cancel(false);
          assertThat(Weft.await(consumer)).isEqualTo(-1);
          source.resume(7);
          assertThat(elements.next()).isEqualTo(7);
        });
  }

  @Test
  void anElementIsNeverLostToACancellation() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (int round = 0; round < 2000; round++) {
        int got = Weft.run(loop, AsyncGeneratorTest::cancelledAtSomeInstant);
        assertThat(got).isBetween(0, 50);
      }
    }
  }

  /** What one consumer has not got, the next one gets. */
  @Async
  private static int cancelledAtSomeInstant() {
    var log = new ArrayList<String>();
    var got = new ArrayList<Integer>();
    AsyncGenerator<Integer> elements = yielding(50);
    Task<Integer> consumer =
        Weft.start(
            () -> {
              while (elements.hasNext()) {
                got.add(elements.next());
                Weft.yieldNow();
              }
              return 0;
            });
    Weft.yieldNow();
    int before = got.size();
    consumer.cancel(false);
    Throwable met = failureOf(() -> Weft.await(consumer));
    assertThat(met).isInstanceOf(CancellationException.class);
    for (int each : elements) {
      got.add(each);
    }
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i)).isEqualTo(i);
    }
    assertThat(got.size()).isGreaterThanOrEqualTo(before);
    assertThat(log).isEmpty();
    return got.size();
  }

  @Async
  private static AsyncGenerator<Integer> yielding(int n) {
    for (int i = 0; i < n; i++) {
      Weft.yieldNow();
      emit(i);
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> aCancellationReachesFinallyBlocksThatCloseRuns() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          AsyncGenerator<Integer> elements = closesSlowly(log);
          Task<Void> closer =
              Weft.start(
                  () -> {
                    elements.next();
                    elements.close();
                  });
          closer.cancel(false);
          assertThat(failureOf(() -> Weft.await(closer))).isInstanceOf(CancellationException.class);
          assertThat(log).containsExactly("inner", "outer");
          assertThat(elements.hasNext()).isFalse();
        });
  }

  @Async
  private static AsyncGenerator<Integer> closesSlowly(List<String> log) {
    try {
      try {
        emit(1);
      } finally {
        log.add("inner");
        forever();
      }
    } finally {
      step();
      log.add("outer");
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> aSecondConsumerIsRefusedWithBothLines() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<Integer> elements = waiting(new ArrayList<>());
          elements.next();
          Task<Integer> first = Weft.start(() -> elements.next());
          for (Throwable refused :
              List.of(
                  failureOf(() -> elements.next()),
                  failureOf(
                      () -> {
                        boolean unused = elements.hasNext();
                      }),
                  failureOf(() -> elements.close()))) {
            assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is asked for an element already, at ")
                .hasMessageContaining("one consumer at a time")
                .hasMessageMatching("(?s).*AsyncGeneratorTest.java:\\d+.*AsyncGeneratorTest.*");
          }
          first.cancel(false);
          assertThat(failureOf(() -> Weft.await(first))).isInstanceOf(CancellationException.class);
        });
  }

  private static AsyncGenerator<Integer> self;

  @Async
  private static AsyncGenerator<Integer> asksItself() {
    emit(self.next());
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> emitsWhileItIsClosed() {
    try {
      Weft.emit(1);
    } finally {
      Weft.emit(2);
    }
    return AsyncGenerator.empty();
  }

  @Async
  private static Generator<Integer> plainEmitsWhileItIsClosed() {
    try {
      Weft.emit(1);
    } finally {
      Weft.emit(2);
    }
    return Generator.empty();
  }

  @TestFactory
  List<DynamicTest> theTraceOfAnEmitWhileClosedBeginsAtIt() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<Integer> async = emitsWhileItIsClosed();
          assertThat(async.next()).isEqualTo(1);
          assertThat(failureOf(() -> async.close()).getStackTrace()[0].toString())
              .matches(".*AsyncGeneratorTest.emitsWhileItIsClosed.AsyncGeneratorTest.java:\\d+.");
          Generator<Integer> plain = plainEmitsWhileItIsClosed();
          assertThat(plain.next()).isEqualTo(1);
          assertThat(failureOf(() -> plain.close()).getStackTrace()[0].toString())
              .matches(".*plainEmitsWhileItIsClosed.AsyncGeneratorTest.java:\\d+.");
        });
  }

  @Test
  void aBodyDoesNotAskItself() {
    self = asksItself();
    assertThatThrownBy(self::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its own code is none");
  }

  private static int all(AsyncGenerator<Integer> elements) {
    int sum = 0;
    for (int each : elements) {
      sum += each;
    }
    return sum;
  }

  @Test
  void ordinaryCodeBlocksAndIsRefusedOnALoop() {
    assertThat(all(delayed())).isEqualTo(6);
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertThatThrownBy(() -> Weft.run(loop, () -> all(delayed())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must never block")
          .hasMessageContaining("AsyncGeneratorTest.delayed(AsyncGeneratorTest.java:");
    }
  }

  @Async
  private static AsyncGenerator<Integer> delayed() {
    for (int i = 1; i < 4; i++) {
      Weft.delay(Duration.ofMillis(1));
      emit(i);
    }
    return null;
  }

  @Async
  private static void emits() {
    emit(5);
  }

  private static void ordinary() {
    emits();
  }

  @Async
  private static AsyncGenerator<Integer> throughOrdinaryCode() {
    emit(1);
    ordinary();
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> throughATask() {
    emit(1);
    Weft.await(Weft.start(() -> emits()));
    return null;
  }

  @TestFactory
  List<DynamicTest> anEmitElsewhereIsRefused() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<Integer> ordinary = throughOrdinaryCode();
          assertThat(ordinary.next()).isEqualTo(1);
          assertThat(failureOf(() -> ordinary.next())).hasMessageContaining("below ordinary code");
          AsyncGenerator<Integer> task = throughATask();
          assertThat(task.next()).isEqualTo(1);
          assertThat(failureOf(() -> task.next()))
              .hasMessageContaining("emit was called outside a generator");
          assertThat(failureOf(() -> emits()))
              .hasMessageContaining("AsyncGenerator, or in a suspending method");
        });
  }

  @Async
  @SuppressWarnings("try") // only that it is open counts
  private static AsyncGenerator<Integer> emitsInAScope(List<String> log) {
    try (TaskScope<Integer, Void> scope = TaskScope.open()) {
      emit(1);
    } finally {
      log.add("closed");
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> emitsAfterAScope() {
    int result;
    try (TaskScope<Integer, Void> scope = TaskScope.open()) {
      var forked =
          scope.fork(
              () -> {
                step();
                return 3;
              });
      scope.join();
      result = forked.resultNow();
    }
    emit(result);
    return null;
  }

  @TestFactory
  List<DynamicTest> anOpenScopeDoesNotReachIntoTheConsumer() {
    return Everywhere.run(
        () -> {
          var log = new ArrayList<String>();
          assertThat(failureOf(() -> emitsInAScope(log).next()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("emitted an element while a scope was open");
          assertThat(log).containsExactly("closed");
          assertThat(emitsAfterAScope().next()).isEqualTo(3);
        });
  }

  @Async
  private static AsyncGenerator<String> users() {
    emit(USER.orElse("none"));
    step();
    Context.where(USER, "inner").run(() -> emit(USER.get()));
    emit(USER.orElse("none"));
    return null;
  }

  @TestFactory
  List<DynamicTest> aBodyHasTheContextOfWhereItWasMade() {
    return Everywhere.run(
        () -> {
          AsyncGenerator<String> elements = Context.where(USER, "maker").call(() -> users());
          var got = new ArrayList<String>();
          Context.where(USER, "asker")
              .run(
                  () -> {
                    while (elements.hasNext()) {
                      got.add(elements.next() + " for " + USER.get());
                    }
                  });
          assertThat(got).containsExactly("maker for asker", "inner for asker", "maker for asker");
          assertThat(USER.isBound()).isFalse();
          var delegated = new ArrayList<String>();
          for (String each : delegating()) {
            delegated.add(each);
          }
          assertThat(delegated).containsExactly("a", "inner", "a", "none", "inner", "none");
        });
  }

  @Async
  private static AsyncGenerator<String> delegating() {
    AsyncGenerator<String> ofA = Context.where(USER, "a").call(() -> users());
    emitAll(ofA);
    return users();
  }

  @TestFactory
  List<DynamicTest> aMillionElementsThroughDeepDelegation() {
    return Everywhere.run(
        () -> {
          int count = 0;
          for (int each : nested(2000)) {
            count += each;
          }
          assertThat(count).isEqualTo(2001);
        });
  }

  @Async
  private static AsyncGenerator<Integer> nested(int depth) {
    if (depth > 0) {
      emitAll(nested(depth - 1));
    }
    step();
    emit(1);
    return null;
  }
}
