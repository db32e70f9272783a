package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads hand steps over to one event loop: none is lost, each thread's keep their order. */
@Timeout(600)
class HandOverStressTest {

  private static final int THREADS = 4;
  private static final int STEPS = 100_000;

  private final int[] ran = new int[THREADS]; // the loop's thread alone touches it
  private int outOfOrder;

  @Test
  void noStepIsLostAndEachThreadsStepsKeepTheirOrder() throws Exception {
    var done = new CountDownLatch(THREADS);
    try (EventLoop loop = Schedulers.eventLoop()) {
      List<Thread> producers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int producer = i;
        producers.add(new Thread(() -> produce(loop, producer, done)));
      }
      producers.forEach(Thread::start);
      done.await();
    }

    assertThat(ran).containsOnly(STEPS);
    assertThat(outOfOrder).isZero();
  }

  private void produce(EventLoop loop, int producer, CountDownLatch done) {
    for (int i = 0; i < STEPS; i++) {
      int number = i;
      loop.schedule(
          () -> {
            outOfOrder += ran[producer] == number ? 0 : 1;
            ran[producer]++;
            if (number == STEPS - 1) {
              done.countDown();
            }
          });
    }
  }

  @Test
  void aLoopThatFallsAsleepAfterEveryStepIsAlwaysWoken() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (int i = 0; i < 20_000; i++) {
        var ran = new CountDownLatch(1);
        loop.schedule(ran::countDown);
        ran.await();
      }
    }
  }
}
