package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Async generators whose consumers are cancelled at any instant, on several threads. */
class AsyncGeneratorStressTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 1_000);
  private static final int ELEMENTS = 20;

  private static final Scheduler POOL = Schedulers.workStealing(3);

  /** How many bodies have begun and not ended. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  @AfterAll
  static void closePool() throws Exception {
    if (POOL instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  @Async
  private static AsyncGenerator<Integer> count() {
    OPEN.incrementAndGet();
    try {
      for (int i = 0; i < ELEMENTS; i++) {
        sometimesYields();
        emit(i);
      }
    } finally {
      OPEN.decrementAndGet();
    }
    return null;
  }

  @Async
  private static int sometimesYields() {
    if (ThreadLocalRandom.current().nextInt(3) > 0) {
      Weft.yieldNow();
    }
    return 1;
  }

  private static AsyncGenerator<Integer> one(int round) {
    return switch (round % 5) {
      case 0 -> count().mapConcurrent(3, x -> x + sometimesYields() - 1);
      case 1 -> count().mapConcurrentUnordered(3, x -> x + sometimesYields() - 1);
      case 2 -> count().buffer(2);
      case 3 -> count().merge(AsyncGenerator.<Integer>empty());
      default -> count().map(x -> x + sometimesYields() - 1);
    };
  }

  @Async
  private static List<Integer> all(int round) {
    var got = new ArrayList<Integer>();
    try (AsyncGenerator<Integer> elements = one(round)) {
      for (int each : elements) {
        got.add(each);
      }
    }
    return got;
  }

  @Test
  void nothingIsLostOrSeenTwice() {
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      List<Integer> got = Weft.run(POOL, () -> all(number));
      assertThat(got).hasSize(ELEMENTS).doesNotHaveDuplicates();
      if (round % 5 != 1) {
        assertThat(got).isSorted();
      }
      assertThat(OPEN).hasValue(0);
    }
  }

  @Test
  void allHasEndedWhenACancelledConsumerHas() {
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      int spins = ThreadLocalRandom.current().nextInt(3000);
      Throwable met =
          Weft.run(
              POOL,
              () -> {
                Task<List<Integer>> consumer = Weft.start(POOL, () -> all(number));
                for (int i = 0; i < spins; i++) {
                  Thread.onSpinWait();
                }
                consumer.cancel(false);
                return failureOrNull(consumer);
              });
      assertThat(met == null || met instanceof CancellationException).isTrue();
      assertThat(OPEN).hasValue(0);
    }
  }

  @Async
  private static Throwable failureOrNull(Task<?> task) {
    try {
      Weft.await(task);
      return null;
    } catch (Throwable met) {
      return met;
    }
  }
}
