package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Timers armed and given up by several threads at once. The long form: {@code
 * -Dweft.stress.rounds=50000}.
 */
@Timeout(600)
class TimerStressTest extends LoopFixture {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 300);
  private static final int EACH = 50;
  private static final long FAR = TimeUnit.DAYS.toNanos(1);

  /** A thread that does something again and again; its failure is the test's. */
  private static Thread repeat(int times, List<Throwable> failures, Runnable action) {
    var thread =
        new Thread(
            () -> {
              for (int i = 0; i < times; i++) {
                action.run();
              }
            });
    thread.setUncaughtExceptionHandler((died, failure) -> failures.add(failure));
    thread.start();
    return thread;
  }

  /** Everything fires that is not given up, and nothing twice. */
  @Test
  void everyTimerFiresOnceOrWasGivenUp() throws Exception {
    var fired = new AtomicInteger();
    var twice = new AtomicInteger();
    var due = new CountDownLatch(3 * ROUNDS * EACH / 2);
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      threads.add(repeat(ROUNDS, failures, () -> armAndGiveUp(fired, twice, due)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    due.await();
    close();

    assertThat(failures).isEmpty();
    assertThat(twice).hasValue(0);
    assertThat(fired).hasValueGreaterThanOrEqualTo(3 * ROUNDS * EACH / 2);
  }

  private void armAndGiveUp(AtomicInteger fired, AtomicInteger twice, CountDownLatch due) {
    List<Runnable> givenUp = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      var once = new AtomicInteger();
      boolean stays = i % 2 == 0;
      Runnable giveUp =
          loop.scheduleAfter(
              i * 1000L,
              () -> {
                fired.incrementAndGet();
                twice.addAndGet(once.getAndIncrement());
                if (stays) {
                  due.countDown();
                }
              });
      if (!stays) {
        givenUp.add(giveUp);
      }
    }
    givenUp.forEach(Runnable::run);
  }

  /** The step may stand in the queue behind the timer's end, whose thread is slow to write it. */
  @Test
  void aStepIsNotLeftBehindATimerThatIsGivenUpElsewhere() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    Thread timers = repeat(ROUNDS * EACH, failures, () -> loop.scheduleAfter(FAR, () -> {}).run());
    for (int i = 0; i < ROUNDS * EACH; i++) {
      runOnLoop(() -> {});
    }
    timers.join();

    assertThat(failures).isEmpty();
  }
}
