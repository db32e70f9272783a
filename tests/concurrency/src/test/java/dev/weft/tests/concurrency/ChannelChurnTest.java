package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Sends, receives and selects that begin and end, very many of them, at channels at which nothing
 * ever happens besides: nothing of them may stay. {@code -Dweft.churn} says how many.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of cancel
class ChannelChurnTest {

  private static final int ROUNDS = Integer.getInteger("weft.churn", 100_000);

  /** What a round may leave, on average: less than any object. */
  private static final long BYTES_EACH = 8;

  private final Channel<Integer> silent = Channel.rendezvous();
  private final Channel<Integer> buffered = Channel.buffered(16);
  private final Task<Integer> pending = Task.<Integer>completer().task();

  @Test
  void nothingStays() {
    try (var loop = Schedulers.eventLoop()) {
      Weft.run(loop, () -> rounds(ROUNDS / 10));
      long before = used(loop);
      Weft.run(loop, () -> rounds(ROUNDS));
      long each = (used(loop) - before) / ROUNDS;
      assertThat(each).isLessThan(BYTES_EACH);
      assertThat(silent.toString()).contains("0 receiving, 0 sending");
      assertThat(buffered.toString()).contains("0 elements, 0 receiving, 0 sending");
    }
  }

  @Async
  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      switch (i % 6) {
        case 0 -> passes(i);
        case 1 -> givesUp(Weft.start(() -> silent.receive()));
        case 2 -> givesUp(Weft.start(() -> sends()));
        case 3 -> givesUp(Weft.start(() -> select(Duration.ofHours(1))));
        case 4 -> assertThat(select(Duration.ofNanos(1))).isEqualTo(-1);
        default ->
            assertThat(failureOf(() -> silent.receive(Duration.ofNanos(1))))
                .isInstanceOf(TimeoutException.class);
      }
    }
  }

  @Async
  private void passes(int round) {
    Task<Integer> receives = Weft.start(() -> buffered.receive());
    buffered.send(round);
    assertThat(Weft.await(receives)).isEqualTo(round);
  }

  @Async
  private Integer sends() {
    silent.send(1);
    return 1;
  }

  @Async
  private Integer select(Duration time) {
    return Select.<Integer>of()
        .onReceive(silent, element -> element)
        .onReceive(buffered, element -> element)
        .onTask(pending, element -> element)
        .onTimeout(time, () -> -1)
        .await();
  }

  @Async
  private static void givesUp(Task<?> task) {
    task.cancel(false);
    assertThat(failureOf(() -> Weft.await(task))).isInstanceOf(CancellationException.class);
  }

  /** What is in use after collections, and after what those have found is cleared away. */
  private long used(EventLoop loop) {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Weft.run(loop, () -> rounds(24));
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }
}
