package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.forever;
import static dev.weft.tests.concurrency.Failures.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.ReusableResumption;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The words of streams on async generators; each closes what it goes through. */
class AsyncGeneratorWordsTest {

  /** How many bodies have begun and not ended. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  @Async
  private static AsyncGenerator<Integer> count(int n) {
    OPEN.incrementAndGet();
    try {
      for (int i = 0; i < n; i++) {
        step();
        emit(i);
      }
    } finally {
      try {
        step();
      } finally {
        OPEN.decrementAndGet();
      }
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> failing(int n) throws IOException {
    OPEN.incrementAndGet();
    try {
      for (int i = 0; i < n; i++) {
        emit(i);
        step();
      }
      throw new IOException("source");
    } finally {
      OPEN.decrementAndGet();
    }
  }

  @Async
  private static <T> List<T> list(AsyncGenerator<T> elements) {
    return elements.collect(Collectors.toList());
  }

  @TestFactory
  List<DynamicTest> elementByElement() {
    return Everywhere.run(
        () -> {
          assertThat(list(count(4).map(x -> later(x * 10)))).containsExactly(0, 10, 20, 30);
          assertThat(list(count(6).filter(x -> later(x % 2 == 1)))).containsExactly(1, 3, 5);
          assertThat(list(count(3).flatMap(x -> count(x)))).containsExactly(0, 0, 1);
          assertThat(list(count(3).flatMap(x -> null))).isEmpty();
          assertThat(list(count(100).limit(2))).containsExactly(0, 1);
          assertThat(list(count(100).limit(0))).isEmpty();
          assertThat(list(count(100).takeWhile(x -> later(x < 3)))).containsExactly(0, 1, 2);
          assertThat(list(count(3).zip(count(100), (a, b) -> later(a + b))))
              .containsExactly(0, 2, 4);
          assertThat(list(count(100).map(x -> x + 1).filter(x -> x % 3 == 0).limit(2)))
              .containsExactly(3, 6);
          assertThat(list(count(2).map(x -> null))).containsExactly(null, null);
          assertThat(OPEN).hasValue(0);
        });
  }

  @TestFactory
  List<DynamicTest> forEachSuspends() {
    return Everywhere.run(
        () -> {
          var seen = new ArrayList<Integer>();
          count(3)
              .forEach(
                  x -> {
                    step();
                    seen.add(x);
                  });
          assertThat(seen).containsExactly(0, 1, 2);
          AsyncGenerator<Integer> stopped = count(3);
          Throwable met =
              failureOf(
                  () ->
                      stopped.forEach(
                          x -> {
                            step();
                            throw new IllegalArgumentException("x" + x);
                          }));
          assertThat(met).isInstanceOf(IllegalArgumentException.class).hasMessage("x0");
          assertThat(OPEN).hasValue(0);
          assertThat(stopped.hasNext()).isFalse();
        });
  }

  @TestFactory
  List<DynamicTest> failuresCloseTheSource() {
    return Everywhere.run(
        () -> {
          assertThat(failureOf(() -> list(failing(2).map(x -> later(x)))))
              .isInstanceOf(IOException.class);
          assertThat(failureOf(() -> list(count(9).map(x -> Failures.<Integer>failing("f")))))
              .isInstanceOf(IOException.class)
              .hasMessage("f");
          assertThat(failureOf(() -> list(count(9).mapConcurrent(3, x -> thirdFails(x)))))
              .hasMessage("third");
          assertThat(failureOf(() -> list(count(9).mapConcurrentUnordered(3, x -> thirdFails(x)))))
              .hasMessage("third");
          assertThat(failureOf(() -> list(count(9).merge(failing(3))))).hasMessage("source");
          assertThat(failureOf(() -> list(failing(3).buffer(2)))).hasMessage("source");
          assertThat(failureOf(() -> list(failing(3).chunked(2, Duration.ofDays(1)))))
              .hasMessage("source");
          assertThat(OPEN).hasValue(0);
        });
  }

  @Async
  private static int thirdFails(int x) throws IOException {
    step();
    if (x == 3) {
      throw new IOException("third");
    }
    return x;
  }

  @TestFactory
  List<DynamicTest> closingClosesTheSource() {
    return Everywhere.run(
        () -> {
          for (AsyncGenerator<?> each :
              List.of(
                  count(9).map(x -> later(x)),
                  count(9).flatMap(x -> count(9).map(y -> later(y))),
                  count(9).zip(count(9), (a, b) -> a),
                  count(9).buffer(3),
                  count(9).merge(count(9)),
                  count(9).mapConcurrent(2, x -> later(x)),
                  count(9).mapConcurrentUnordered(2, x -> later(x)),
                  count(9).chunked(2, Duration.ofDays(1)))) {
            each.next();
            assertThat(OPEN.get()).isPositive();
            each.close();
            assertThat(OPEN).hasValue(0);
            assertThat(each.hasNext()).isFalse();
          }
          AsyncGenerator<Integer> begun = count(9);
          begun.next();
          begun.map(x -> x).close(); // not asked
          assertThat(OPEN).hasValue(0);
        });
  }

  @TestFactory
  List<DynamicTest> severalAtOnce() {
    return Everywhere.run(
        () -> {
          var running = new AtomicInteger();
          var most = new AtomicInteger();
          List<Integer> ordered =
              list(
                  count(50)
                      .mapConcurrent(
                          4,
                          x -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            step();
                            running.decrementAndGet();
                            return x;
                          }));
          assertThat(ordered).hasSize(50).isSorted();
          assertThat(most.get()).isBetween(1, 4);
          assertThat(list(count(50).mapConcurrentUnordered(4, x -> later(x))))
              .hasSize(50)
              .doesNotHaveDuplicates();
          assertThat(list(count(50).merge(count(50)))).hasSize(100);
          assertThat(list(count(50).buffer(7))).hasSize(50).isSorted();
          assertThat(list(count(5).chunked(2, Duration.ofDays(1))))
              .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
          assertThat(OPEN).hasValue(0);
        });
  }

  @TestFactory
  List<DynamicTest> mergedSourcesTakeTurns() {
    return Everywhere.run(
        () -> {
          int many = Integer.MAX_VALUE; // a thread may not come to its source for a while
          AsyncGenerator<Integer> merged = count(many).map(x -> 1).merge(count(many).map(x -> 2));
          var seen = new HashSet<Integer>();
          while (seen.size() < 2) {
            seen.add(merged.next());
          }
          merged.close();
          assertThat(seen).containsExactlyInAnyOrder(1, 2);
        });
  }

  @TestFactory
  List<DynamicTest> aCancelledConsumerEndsTheHelpers() {
    return Everywhere.run(
        () -> {
          Task<Object> consumer =
              Weft.start(
                  () -> {
                    try (var mapped = count(9).mapConcurrent(3, x -> forever())) {
                      return mapped.next();
                    }
                  });
          consumer.cancel(false);
          assertThat(failureOf(() -> Weft.await(consumer)))
              .isInstanceOf(CancellationException.class);
          assertThat(OPEN).hasValue(0);
        });
  }

  @TestFactory
  List<DynamicTest> orderedWaitsForTheFirstAndUnorderedDoesNot() {
    return Everywhere.run(
        () -> {
          var gate = new ReusableResumption<Integer>();
          AsyncGenerator<Integer> unordered =
              count(2).mapConcurrentUnordered(2, x -> x == 0 ? gate.await() : x);
          assertThat(unordered.next()).isEqualTo(1);
          gate.resume(7);
          assertThat(unordered.next()).isEqualTo(7);
          assertThat(unordered.hasNext()).isFalse();
        });
  }

  @Async
  private static AsyncGenerator<String> timed() {
    emit("a");
    Weft.delay(Duration.ofSeconds(1));
    emit("b");
    Weft.delay(Duration.ofSeconds(10));
    emit("c");
    emit("d");
    emit("e");
    Weft.delay(Duration.ofSeconds(10));
    emit("f");
    return null;
  }

  @Test
  void timesAreThoseOfTheScheduler() {
    var time = new VirtualTime();
    Task<List<String>> debounced =
        Weft.start(time, () -> list(timed().debounce(Duration.ofSeconds(2))));
    Task<List<List<String>>> chunks =
        Weft.start(time, () -> list(timed().chunked(2, Duration.ofSeconds(5))));
    time.run();
    assertThat(debounced.resultNow()).containsExactly("b", "e", "f");
    assertThat(chunks.resultNow())
        .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"), List.of("f"));
  }

  @Test
  void whatIsNoNumberOfElementsIsRefused() {
    assertThatThrownBy(() -> count(1).limit(-1)).hasMessageContaining("limit(-1)");
    assertThatThrownBy(() -> count(1).buffer(0)).hasMessageContaining("must be positive");
    assertThatThrownBy(() -> count(1).map(null)).isInstanceOf(NullPointerException.class);
  }

  @Async
  private static AsyncGenerator<Integer> failingToClose(String message) {
    try {
      for (int i = 0; ; i++) {
        step();
        emit(i);
      }
    } finally {
      step();
      Failures.fail(message);
    }
  }

  @Async
  private static Throwable failureOfClosing(AsyncGenerator<?> elements) {
    return failureOf(
        () -> {
          try (elements) {
            Object unused = elements.next();
          }
        });
  }

  /** The first call ends when the second one has begun, which is under way then. */
  private static AsyncGenerator<?> failingCall(AsyncGenerator<Integer> source) {
    var begun = new ReusableResumption<String>();
    return source.mapConcurrent(2, x -> x == 0 ? begun.await() : failingCall(begun));
  }

  @Async
  private static String failingCall(ReusableResumption<String> begun) {
    begun.resume("");
    return Failures.failsOnItsWayOut();
  }

  @TestFactory
  List<DynamicTest> whatAFinallyBlockThrowsIsThrownByClose() {
    Duration time = Duration.ofMillis(1);
    return Everywhere.run(
        () -> {
          for (AsyncGenerator<?> elements :
              List.of(
                  failingToClose("it").map(x -> x),
                  failingToClose("it").buffer(2),
                  failingToClose("it").merge(count(3)),
                  failingToClose("it").chunked(1, time),
                  failingToClose("it").mapConcurrent(2, x -> later(x)),
                  failingToClose("it").mapConcurrentUnordered(2, x -> later(x)),
                  failingCall(count(5)))) {
            assertThat(failureOfClosing(elements)).isInstanceOf(IllegalArgumentException.class);
          }
        });
  }

  @TestFactory
  List<DynamicTest> whatAFinallyBlockThrowsIsSuppressedInAFailure() {
    return Everywhere.run(
        () -> {
          Throwable failure = failureOf(() -> list(failing(1).merge(failingToClose("second"))));
          assertThat(failure).hasMessage("source");
          assertThat(failure.getSuppressed()).hasSize(1);
          assertThat(failure.getSuppressed()[0]).hasMessage("second");
        });
  }

  /** What has failed ahead is as an element that nobody has asked for. */
  @TestFactory
  List<DynamicTest> whatHasFailedAheadIsDropped() {
    return Everywhere.run(
        () -> {
          assertThat(list(failing(3).buffer(10).limit(2))).containsExactly(0, 1);
          assertThat(
                  list(count(5).mapConcurrent(5, x -> x < 2 ? x : Failures.failing("3")).limit(2)))
              .containsExactly(0, 1);
        });
  }

  /** Where the thread must not block, a word refuses like the generator that it goes through. */
  @Test
  void ordinaryCodeOnAnEventLoopIsRefused() {
    try (var loop = Schedulers.eventLoop()) {
      Duration time = Duration.ofMillis(1);
      for (Supplier<AsyncGenerator<?>> word :
          List.<Supplier<AsyncGenerator<?>>>of(
              () -> waiting().buffer(1),
              () -> waiting().merge(waiting()),
              () -> waiting().chunked(2, time),
              () -> waiting().debounce(time),
              () -> waiting().mapConcurrent(2, x -> forever()))) {
        var met = new CompletableFuture<Object>();
        loop.schedule(
            () -> {
              try {
                met.complete(word.get().next());
              } catch (Throwable refused) {
                met.complete(refused);
              }
            });
        assertThat(met.orTimeout(30, TimeUnit.SECONDS).join())
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Async
  private static AsyncGenerator<Integer> waiting() {
    Weft.delay(Duration.ofMillis(5));
    emit(1);
    return null;
  }
}
