package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog of a loop that sleeps: it sleeps as well, and is there again for the next step. */
@Timeout(60)
class WatchdogTest {

  private static final long THRESHOLD = TimeUnit.MILLISECONDS.toNanos(5);

  @Test
  void itSleepsWithoutEndWhileNoStepRunsAndReportsTheNextOne() throws Exception {
    var reports = new LinkedBlockingQueue<Long>();
    var ends = new LinkedBlockingQueue<Long>();
    try (var watchdog =
        new Watchdog(
            Thread.currentThread(),
            THRESHOLD,
            (nanos, stack, runs) -> {
              reports.add(nanos);
              return ends::add;
            })) {
      for (int i = 0; i < 20; i++) {
        watchdog.begin();
        watchdog.end();
        awaitSleepWithoutEnd(watchdog.thread());
        reports.clear(); // a machine that is busy may have held that step
        ends.clear();

        watchdog.begin();

        long held = reports.take();
        assertThat(held).isGreaterThanOrEqualTo(THRESHOLD);
        assertThat(ends).isEmpty();
        watchdog.end();
        assertThat(ends.take()).isGreaterThanOrEqualTo(held);
      }
    }
  }

  private static void awaitSleepWithoutEnd(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itEndsWhileItSleeps() throws Exception {
    Thread thread;
    try (var watchdog =
        new Watchdog(
            Thread.currentThread(), THRESHOLD, (nanos, stack, runs) -> nanosAltogether -> {})) {
      watchdog.begin();
      watchdog.end();
      thread = watchdog.thread();
      awaitSleepWithoutEnd(thread);
    }
    assertThat(thread.isAlive()).isFalse();
  }
}
