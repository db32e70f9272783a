package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Subscriptions that are cancelled at any instant, and very many that begin and end. */
class FlowStressTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 1_000);
  private static final int CHURN = Integer.getInteger("weft.churn", 100_000);

  /** What a subscription may leave, on average: less than any object. */
  private static final long BYTES_EACH = 8;

  /** What became of one generator. */
  private static final class Round {
    final AtomicInteger closed = new AtomicInteger();
    final CompletableFuture<Boolean> undisturbed = new CompletableFuture<>();
    volatile boolean begun;

    @Async
    AsyncGenerator<Integer> endless() {
      begun = true;
      try {
        for (int i = 0; ; i++) {
          if (ThreadLocalRandom.current().nextInt(3) == 0) {
            Weft.yieldNow();
          }
          emit(i);
        }
      } finally {
        closed.incrementAndGet();
        closes();
      }
    }

    /** The body has been cancelled, or is closed: either way, this waits to its end. */
    @Async
    private void closes() {
      try {
        Weft.yieldNow();
        Weft.yieldNow();
        undisturbed.complete(true);
      } catch (CancellationException disturbed) {
        undisturbed.complete(false);
      }
    }
  }

  @Test
  void cancelledAtEveryInstantOnAPool() throws Exception {
    cancelAtEveryInstant(Schedulers.workStealing(2));
  }

  @Test
  void cancelledAtEveryInstantOnALoop() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      cancelAtEveryInstant(loop);
    }
  }

  private static void cancelAtEveryInstant(Scheduler scheduler) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      var round = new Round();
      var sink = new FlowSink<Integer>(i % 4);
      AsyncGenerator<Integer> numbers = round.endless();
      numbers.toPublisher(scheduler).subscribe(sink);
      int spins = ThreadLocalRandom.current().nextInt(200);
      for (int spin = 0; spin < spins; spin++) {
        Thread.onSpinWait();
        if (spin % 50 == 0) {
          sink.subscription.request(1);
        }
      }
      sink.subscription.request(Long.MAX_VALUE);
      if (i % 2 == 0) {
        Thread.onSpinWait();
      }
      sink.subscription.cancel();
      sink.subscription.request(1);
      isClosedOnce(round, sink);
    }
  }

  /** A body that was not begun by then never begins. */
  private static void isClosedOnce(Round round, FlowSink<Integer> sink) throws Exception {
    if (round.begun) {
      assertThat(round.undisturbed.get(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(round.closed.get()).isLessThanOrEqualTo(1);
    for (int i = 0; i < sink.signals.size(); i++) {
      assertThat(sink.signals.get(i)).isEqualTo(i);
    }
  }

  // ---- churn ----

  @Async
  private static AsyncGenerator<Integer> two() {
    emit(1);
    emit(2);
    return null;
  }

  @Test
  void nothingStays() {
    try (var loop = Schedulers.eventLoop()) {
      Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(loop, FlowStressTest::two);
      Weft.run(loop, () -> rounds(CHURN / 10, publisher));
      long before = used(loop);
      Weft.run(loop, () -> rounds(CHURN, publisher));
      assertThat((used(loop) - before) / CHURN).isLessThan(BYTES_EACH);
    }
  }

  /** Some go to the end, some are closed after an element, some before. */
  @Async
  private static void rounds(int count, Flow.Publisher<Integer> publisher) {
    for (int i = 0; i < count; i++) {
      try (var elements = AsyncGenerator.fromPublisher(publisher, 1 + i % 3)) {
        for (int taken = i % 4; taken > 0 && elements.hasNext(); taken--) {
          assertThat(elements.next()).isPositive();
        }
      }
    }
  }

  /** Bytes in use, with nothing left to run on the loop. */
  private static long used(EventLoop loop) {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      Weft.run(loop, () -> Weft.yieldNow());
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }
}
