package dev.weft.internal.timers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Delays without a scheduler that has timers: on which threads they end, and that none is lost. */
@Timeout(60)
class TimersTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private static void after(long nanos, Runnable action) {
    var unused = Timers.after(nanos, action);
  }

  @Test
  void workBegunInPlainCodeGoesOnOnAFewSharedThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    HandWoven.Part delay =
        (carrier, before) -> {
          threads.add(Thread.currentThread());
          Suspend.delay(Duration.ofMillis(1), carrier);
          return null;
        };
    HandWoven.Part[] delays = new HandWoven.Part[300];
    Arrays.fill(delays, delay);

    Task<Object> task = Weft.start(HandWoven.body(delays));
    assertThat(task.get()).isNull();

    assertThat(threads.get(0)).isSameAs(Thread.currentThread());
    assertThat(threads.stream().skip(1))
        .allMatch(thread -> thread.getName().equals("weft-timers-worker"))
        .allMatch(Thread::isDaemon);
    // Four, and those that another test has had made by blocking them.
    assertThat(threads.stream().skip(1).distinct().count()).isLessThan(150);
  }

  @Test
  void manyThatBlockDoNotKeepOthersFromFiring() throws Exception {
    var blocked = new CountDownLatch(20);
    var go = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      after(
          MILLI,
          () -> {
            blocked.countDown();
            await(go);
          });
    }
    blocked.await();
    var fired = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      after(MILLI, fired::countDown);
    }

    fired.await();
    go.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneThatWasGivenUpDoesNotFire() throws Exception {
    List<Object> fired = new ArrayList<>();
    boolean inTime;
    do { // a busy machine may let it fire before it can be given up
      fired.clear();
      long armed = System.nanoTime();
      Runnable giveUp = Timers.after(20 * MILLI, () -> fired.add("given up"));
      giveUp.run();
      giveUp.run();
      inTime = System.nanoTime() - armed < 20 * MILLI;
      var later = new CountDownLatch(1);
      after(40 * MILLI, later::countDown);
      later.await();
    } while (!inTime);

    assertThat(fired).isEmpty();
  }

  @Test
  void whatOneThrowsGoesToTheHandlerOfUncaughtExceptions() throws Exception {
    var failure = new IllegalStateException("broken timer");
    var caught = new LinkedBlockingQueue<Throwable>();
    after(
        1,
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((thread, thrown) -> caught.add(thrown));
          throw failure;
        });

    assertThat(caught.take()).isSameAs(failure);
  }

  @Test
  void aDelayMayBeForEver() {
    Timers.after(Long.MAX_VALUE, () -> {}).run();
  }

  @Test
  void timesBeyondNanosecondsAreTheFarthestAndThoseThatAreOverAreZero() {
    assertThat(Timers.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(Timers.nanos(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    assertThat(Timers.nanos(Duration.ofMillis(-1))).isZero();
  }
}
