package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs do the same woven as unwoven.
 *
 * <p>{@code -Dweft.random.seeds=5000 -Dweft.random.first=1000} runs more of them, {@code
 * -Dweft.random.minutes=60} stops in time. What fails is shrunk and written to {@code
 * target/random-failures}.
 */
final class RandomProgramsTest {

  private static final long FIRST = Long.getLong("weft.random.first", 1);
  private static final long SEEDS = Long.getLong("weft.random.seeds", 80);
  private static final long MINUTES = Long.getLong("weft.random.minutes", Integer.MAX_VALUE);

  static Stream<Long> batches() {
    Instant end = Instant.now().plus(Duration.ofMinutes(MINUTES));
    return LongStream.iterate(FIRST, each -> each + RandomBatch.SIZE)
        .takeWhile(each -> each < FIRST + SEEDS && Instant.now().isBefore(end))
        .boxed();
  }

  @ParameterizedTest(name = "seeds from {0}")
  @MethodSource("batches")
  void behaveAsWritten(long first) {
    int count = (int) Math.min(RandomBatch.SIZE, FIRST + SEEDS - first);
    List<String> failures = new RandomBatch(first, count).failures();
    assertThat(failures).isEmpty();
  }
}
