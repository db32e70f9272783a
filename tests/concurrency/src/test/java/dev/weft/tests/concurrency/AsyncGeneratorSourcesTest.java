package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static dev.weft.tests.concurrency.Failures.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Async generators of what is there already, and those that leave out the first elements. */
class AsyncGeneratorSourcesTest {

  @Async
  private static <T> List<T> list(AsyncGenerator<T> elements) {
    return elements.collect(Collectors.toList());
  }

  @TestFactory
  List<DynamicTest> sources() {
    return Everywhere.run(
        () -> {
          assertThat(list(AsyncGenerator.of(1, 2, 3))).containsExactly(1, 2, 3);
          assertThat(list(AsyncGenerator.<Integer>of())).isEmpty();
          assertThat(list(AsyncGenerator.of("a", null))).containsExactly("a", null);
          assertThat(list(AsyncGenerator.from(List.of(1, 2)).map(x -> later(x + 1))))
              .containsExactly(2, 3);
          assertThat(list(AsyncGenerator.from(List.of(1, 2)).flatMap(x -> AsyncGenerator.of(x, x))))
              .containsExactly(1, 1, 2, 2);
        });
  }

  @TestFactory
  List<DynamicTest> skipped() {
    return Everywhere.run(
        () -> {
          assertThat(list(AsyncGenerator.of(1, 2, 3).skip(2))).containsExactly(3);
          assertThat(list(AsyncGenerator.of(1, 2, 3).skip(0))).containsExactly(1, 2, 3);
          assertThat(list(AsyncGenerator.of(1, 2, 3).skip(4))).isEmpty();
          assertThat(list(AsyncGenerator.of(1, 5, 2).dropWhile(x -> later(x < 3))))
              .containsExactly(5, 2);
          assertThat(list(AsyncGenerator.of(1, 2).dropWhile(x -> later(true)))).isEmpty();
          assertThat(list(AsyncGenerator.of(4, 2).dropWhile(x -> x < 3))).containsExactly(4, 2);
        });
  }

  @TestFactory
  List<DynamicTest> theConditionIsNotAskedAgain() {
    return Everywhere.run(
        () -> {
          var asked = new AtomicInteger();
          List<Integer> left =
              list(
                  AsyncGenerator.of(1, 3, 1)
                      .dropWhile(x -> later(asked.incrementAndGet() > 0 && x < 2)));
          assertThat(left).containsExactly(3, 1);
          assertThat(asked).hasValue(2);
        });
  }

  @TestFactory
  List<DynamicTest> whatAConditionThrowsClosesTheSource() {
    return Everywhere.run(
        () -> {
          var closed = new AtomicInteger();
          AsyncGenerator<Integer> dropping =
              closing(closed).dropWhile(x -> Failures.<Boolean>failing("test"));
          assertThat(failureOf(() -> list(dropping))).isInstanceOf(IOException.class);
          assertThat(closed).hasValue(1);
          AsyncGenerator<Integer> skipping = closing(closed).skip(1);
          assertThat(skipping.next()).isEqualTo(2);
          skipping.close();
          assertThat(closed).hasValue(2);
        });
  }

  @Async
  private static AsyncGenerator<Integer> closing(AtomicInteger closed) {
    try {
      for (int i = 1; i < 10; i++) {
        Weft.emit(later(i));
      }
    } finally {
      Everywhere.step();
      closed.incrementAndGet();
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> aChannel() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          Task<Void> sending =
              Weft.start(
                  () -> {
                    for (int i = 0; i < 4; i++) {
                      channel.send(i);
                    }
                    channel.close();
                  });
          assertThat(list(AsyncGenerator.from(channel).filter(x -> later(x % 2 == 0))))
              .containsExactly(0, 2);
          Weft.await(sending);
        });
  }

  @Test
  void theIteratorIsAskedForWhenTheGeneratorIs() {
    var iterators = new AtomicInteger();
    Iterable<Integer> one =
        () -> {
          iterators.incrementAndGet();
          return List.of(1).iterator();
        };
    AsyncGenerator<Integer> generator = AsyncGenerator.from(one);
    assertThat(iterators).hasValue(0);
    assertThat(generator.next()).isEqualTo(1);
    assertThat(generator.hasNext()).isFalse();
    assertThat(iterators).hasValue(1);
  }

  @Test
  void whatAnIteratorThrowsIsThrown() {
    Iterator<Integer> broken = Arrays.<Integer>asList().iterator();
    Iterable<Integer> lies =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                return broken.next();
              }
            };
    AsyncGenerator<Integer> generator = AsyncGenerator.from(lies);
    assertThatThrownBy(generator::hasNext).isInstanceOf(NoSuchElementException.class);
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void anAsyncGeneratorIsReturnedItself() {
    AsyncGenerator<Integer> same = AsyncGenerator.of(1);
    assertThat((Object) AsyncGenerator.from(same)).isSameAs(same);
  }

  @Test
  void laterChangesOfAnArrayAreNotSeen() {
    Integer[] array = {1, 2};
    AsyncGenerator<Integer> generator = AsyncGenerator.of(array);
    array[0] = 5;
    assertThat(generator.next()).isEqualTo(1);
  }

  @Test
  void badArguments() {
    assertThatThrownBy(() -> AsyncGenerator.of(1).skip(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("skip(-1): must not be negative");
    assertThatThrownBy(() -> AsyncGenerator.of(1).dropWhile(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("predicate");
    assertThatThrownBy(() -> AsyncGenerator.from(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("elements");
  }
}
