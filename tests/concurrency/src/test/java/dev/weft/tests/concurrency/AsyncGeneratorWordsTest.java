package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
          assertThat(OPEN).hasValue(0);
        });
  }

  @TestFactory
  List<DynamicTest> closingClosesTheSource() {
    return Everywhere.run(
        () -> {
          for (AsyncGenerator<?> each :
              List.of(
                  count(9).map(x -> later(x)),
                  count(9).flatMap(x -> count(9).map(y -> later(y))),
                  count(9).zip(count(9), (a, b) -> a))) {
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

  @Test
  void whatIsNoNumberOfElementsIsRefused() {
    assertThatThrownBy(() -> count(1).limit(-1)).hasMessageContaining("limit(-1)");
    assertThatThrownBy(() -> count(1).map(null)).isInstanceOf(NullPointerException.class);
  }
}
