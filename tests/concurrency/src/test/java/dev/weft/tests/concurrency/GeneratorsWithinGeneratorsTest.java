package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A generator's body may emit after a coroutine that it has begun has gone through another
 * generator, on the same stack and to its end.
 */
@Timeout(60)
class GeneratorsWithinGeneratorsTest {

  @Async
  private static AsyncGenerator<Integer> both() {
    for (int i = 1; i <= 2; i++) {
      Weft.emit(i);
    }
    needNotWait(); // the driver has a part in the last step
    return null;
  }

  @Async
  private static void needNotWait() {
    if (Thread.currentThread().isInterrupted()) {
      Weft.yieldNow();
    }
  }

  @Async
  private static int sum(AsyncGenerator<Integer> elements) {
    int sum = 0;
    for (Integer each : elements) {
      sum += each;
    }
    return sum;
  }

  @Async
  private static Task<Integer> begunSum(AsyncGenerator<Integer> elements) {
    return Task.completed(sum(elements));
  }

  @Async
  private static int scopedSum() throws Exception {
    try (var scope = TaskScope.<Integer>open()) {
      Task<Integer> forked = scope.fork(() -> sum(both()));
      scope.join();
      return forked.resultNow();
    }
  }

  @Async
  private static int timedSum() throws TimeoutException {
    return Weft.withDeadline(Duration.ofHours(1), () -> sum(both().filter(x -> x > 0)));
  }

  @Async
  private static void emitBelow(Integer element) {
    Weft.emit(element);
  }

  enum Body {
    TASK_METHOD {
      @Async
      @Override
      AsyncGenerator<Integer> make() {
        Weft.yieldNow();
        Task<Integer> sum = begunSum(AsyncGenerator.of(1, 2).map(x -> x));
        Weft.emit(0);
        emitBelow(Weft.await(sum));
        return null;
      }
    },
    STARTED {
      @Async
      @Override
      AsyncGenerator<Integer> make() {
        Task<Integer> sum = Weft.start(() -> sum(both()));
        Weft.emitAll(AsyncGenerator.of(0));
        Weft.emit(Weft.await(sum));
        return null;
      }
    },
    SCOPE {
      @Async
      @Override
      AsyncGenerator<Integer> make() throws Exception {
        int sum = scopedSum();
        Weft.emit(0);
        emitBelow(sum);
        return null;
      }
    },
    DEADLINE {
      @Async
      @Override
      AsyncGenerator<Integer> make() throws Exception {
        int sum = timedSum();
        emitBelow(0);
        Weft.emit(sum);
        return null;
      }
    },
    FLAT_MAP {
      @Override
      AsyncGenerator<Integer> make() {
        return AsyncGenerator.of(0, 3)
            .flatMap(
                x -> {
                  Task<Integer> unused = begunSum(both().takeWhile(y -> true));
                  return AsyncGenerator.of(x);
                });
      }
    },
    BUFFER {
      @Override
      AsyncGenerator<Integer> make() {
        return AsyncGenerator.of(0, 3).map(x -> x).buffer(4);
      }
    },
    MERGE {
      @Override
      AsyncGenerator<Integer> make() {
        return AsyncGenerator.of(0, 3).filter(x -> true).merge(AsyncGenerator.empty());
      }
    },
    MAP_CONCURRENT {
      @Override
      AsyncGenerator<Integer> make() {
        return both().map(x -> 3 * x - 3).mapConcurrent(3, x -> x);
      }
    };

    abstract AsyncGenerator<Integer> make() throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void itEmits(Body body) throws Exception {
    for (Scheduler each : List.of(Schedulers.immediate(), Schedulers.workStealing(1))) {
      Task<List<Integer>> task =
          Weft.start(each, () -> body.make().map(x -> x).collect(Collectors.toList()));
      assertThat(task.get()).containsExactly(0, 3);
    }
    assertThat(body.make().collect(Collectors.toList())).containsExactly(0, 3);
  }
}
