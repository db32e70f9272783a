package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a select which does not wait looks at all its channels at one moment. */
@Timeout(120)
class SelectOrElseTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 50_000);

  @Test
  void orElseIsNotTakenWhileOneOfTwoChannelsIsReady() throws Exception {
    check(select -> select.orElse(() -> "default"));
  }

  @Test
  void norIsATimeOfZero() throws Exception {
    check(select -> select.onTimeout(Duration.ZERO, () -> "default"));
  }

  /** Another thread takes from one channel only when the other has something. */
  private static void check(UnaryOperator<Select<String>> otherwise) throws Exception {
    var pairs = new Channel<?>[ROUNDS][];
    for (int i = 0; i < ROUNDS; i++) {
      Channel<Integer> full = Channel.buffered(1);
      full.trySend(1);
      pairs[i] = new Channel<?>[] {full, Channel.buffered(1)};
    }
    var round = new AtomicInteger();
    var start = new CyclicBarrier(2);
    var mover = new Thread(() -> moveAll(pairs, round, start));
    mover.start();
    start.await(1, TimeUnit.MINUTES);
    int defaults = 0;
    for (int i = 0; i < ROUNDS; i++) {
      round.set(i);
      Select<String> select =
          Select.<String>of()
              .onReceive(pairs[i][0], each -> "first")
              .onReceive(pairs[i][1], each -> "second");
      if (otherwise.apply(select).await().equals("default")) {
        defaults++;
      }
    }
    mover.join();
    assertThat(defaults).isZero();
  }

  @SuppressWarnings("unchecked")
  private static void moveAll(Channel<?>[][] pairs, AtomicInteger round, CyclicBarrier start) {
    try {
      start.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < pairs.length; i++) {
      while (round.get() < i) {
        Thread.onSpinWait();
      }
      ((Channel<Integer>) pairs[i][1]).trySend(2);
      pairs[i][0].tryReceive();
    }
  }
}
