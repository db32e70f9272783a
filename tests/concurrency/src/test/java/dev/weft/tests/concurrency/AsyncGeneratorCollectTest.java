package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** That collecting the elements of a generator is what {@code Stream.collect} does. */
class AsyncGeneratorCollectTest {

  @Async
  private static AsyncGenerator<Integer> count(int n) {
    for (int i = 0; i < n; i++) {
      step();
      emit(i);
    }
    return null;
  }

  /** Says that its finisher is the identity, and has none. */
  private static final class ToList implements Collector<Integer, List<Integer>, List<Integer>> {
    @Override
    public Supplier<List<Integer>> supplier() {
      return ArrayList::new;
    }

    @Override
    public BiConsumer<List<Integer>, Integer> accumulator() {
      return List::add;
    }

    @Override
    public BinaryOperator<List<Integer>> combiner() {
      throw new UnsupportedOperationException("combiner");
    }

    @Override
    public Function<List<Integer>, List<Integer>> finisher() {
      throw new UnsupportedOperationException("finisher");
    }

    @Override
    public Set<Characteristics> characteristics() {
      return Set.of(Characteristics.IDENTITY_FINISH);
    }
  }

  @TestFactory
  List<DynamicTest> aFinisherThatIsTheIdentityIsNotAskedFor() {
    return Everywhere.run(
        () -> assertThat(count(3).collect(new ToList())).containsExactly(0, 1, 2));
  }

  @TestFactory
  List<DynamicTest> collectorsOfTheJdk() {
    return Everywhere.run(
        () -> {
          assertThat(count(4).map(each -> "" + each).collect(Collectors.joining(",", "[", "]")))
              .isEqualTo("[0,1,2,3]");
          assertThat(count(4).collect(Collectors.partitioningBy(each -> each > 2)))
              .containsEntry(true, List.of(3))
              .containsEntry(false, List.of(0, 1, 2));
          assertThat(count(0).collect(Collectors.counting())).isZero();
          assertThat(failureOf(() -> count(2).collect(Collectors.toMap(each -> 1, each -> each))))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("Duplicate key");
        });
  }
}
