package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that looks at all event loops: what must neither end it nor keep it busy. */
@Timeout(60)
class StallMonitorThreadTest {

  private static void nothing(long nanos) {}

  private static LoopSettings settings(LoopSettings.StallListener stalls) {
    return new LoopSettings(
        loop -> new Thread(loop, "looked at"), Duration.ofSeconds(10), 1, 0, stalls, true);
  }

  private static LoopSettings settings() {
    return settings((loop, nanos, stack, runs) -> StallMonitorThreadTest::nothing);
  }

  /** A loop that says itself whether it is awake. */
  private abstract static class TestLoop extends LoopScheduler {
    TestLoop(LoopSettings settings) {
      super(settings);
    }

    @Override
    abstract @Nullable Thread busyThread();

    void close() {
      shutDown();
    }
  }

  private static Thread monitor() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("weft-stall-monitor"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void goesOnWhenMemoryIsShort() throws Exception {
    var failures = new AtomicInteger(3); // one of them when it is about to rest
    var after = new CountDownLatch(5);
    var loop =
        new TestLoop(settings()) {
          @Override
          @Nullable Thread busyThread() {
            if (failures.getAndDecrement() > 0) {
              throw new OutOfMemoryError("not really");
            }
            after.countDown();
            return thread();
          }
        };
    Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    try {
      loop.schedule(() -> {});
      after.await();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
      loop.close();
    }
    assertThat(reported).hasSize(3).allMatch(each -> each instanceof OutOfMemoryError);
  }

  /** Whoever is told of a step may wait for something, and be interrupted. */
  @Test
  void isNotLeftInterruptedByWhoIsTold() throws Exception {
    var told = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    LoopSettings.StallListener interrupts =
        (loop, nanos, stack, runs) -> {
          Thread.currentThread().interrupt();
          told.countDown();
          return StallMonitorThreadTest::nothing;
        };
    var loop =
        new TestLoop(settings(interrupts)) {
          @Override
          @Nullable Thread busyThread() {
            return thread();
          }
        };
    try {
      loop.schedule(() -> await(go));
      told.await();
      Thread monitor = monitor();
      while (monitor.isInterrupted()) {
        Thread.sleep(1);
      }
      assertThat(monitor.isAlive()).isTrue();
    } finally {
      go.countDown();
      loop.close();
    }
  }

  /** One that was about to sleep, and has something to do instead, may have been seen asleep. */
  @Test
  void doesNotDozeWhenALoopHasOnlySeemedToSleep() throws Exception {
    var dozes = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var loop =
        new TestLoop(settings()) {
          @Override
          @Nullable Thread busyThread() {
            return dozes.getCount() == 0 ? thread() : null;
          }
        };
    try {
      loop.schedule(
          () -> {
            await(dozes);
            restInVain(loop.cycle());
            await(go);
          });
      while (!isDozing()) {
        Thread.sleep(1);
      }
      Thread monitor = monitor();
      dozes.countDown();
      while (monitor.getState() == Thread.State.WAITING) {
        Thread.sleep(1);
      }
      assertThat(monitor.isAlive()).isTrue();
    } finally {
      go.countDown();
      loop.close();
    }
  }

  private static boolean isDozing() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            each ->
                each.getName().equals("weft-stall-monitor")
                    && each.getState() == Thread.State.WAITING);
  }

  private static void restInVain(LoopRunner cycle) {
    try {
      cycle.rest(LoopPhase.CLOSED, Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
