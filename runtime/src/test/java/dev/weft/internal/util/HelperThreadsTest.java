package dev.weft.internal.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads for what may block: how many, for how long, and what waits. */
@Timeout(60)
class HelperThreadsTest {

  private static final long A_MINUTE = 60_000_000_000L;

  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final Semaphore blocked = new Semaphore(0);
  private final Semaphore running = new Semaphore(0);

  private final ThreadFactory factory =
      work -> {
        var thread = new Thread(work);
        thread.setDaemon(true);
        made.add(thread);
        return thread;
      };

  private static HelperThreads threads(ThreadFactory factory, int most, int capacity, long idle) {
    return new HelperThreads("tests", factory, most, capacity, idle, "; bring less at once");
  }

  private void block() {
    running.release();
    blocked.acquireUninterruptibly();
  }

  private static void awaitNoThread(HelperThreads threads) throws InterruptedException {
    for (int i = 0; threads.threads() > 0 && i < 50_000; i++) {
      Thread.sleep(1);
    }
    assertThat(threads.threads()).isZero();
  }

  @Test
  void anIdleThreadIsUsedBeforeAnotherIsMade() throws Exception {
    var threads = threads(factory, 8, 8, A_MINUTE);
    for (int i = 0; i < 20; i++) {
      threads.execute(running::release);
      running.acquire();
      Thread only = made.iterator().next();
      while (only.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    assertThat(made).hasSize(1);
  }

  @Test
  void asManyRunAtOnceAsAllowedAndTheRestWaitsItsTurn() throws Exception {
    var threads = threads(factory, 2, 100, A_MINUTE);
    List<Integer> order = new ArrayList<>();
    threads.execute(this::block);
    threads.execute(this::block);
    running.acquire(2);
    for (int i = 0; i < 10; i++) {
      int number = i;
      threads.execute(
          () -> {
            synchronized (order) {
              order.add(number);
            }
            running.release();
          });
    }

    assertThat(order).isEmpty();
    blocked.release(); // one thread alone takes them, in order
    running.acquire(10);

    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(made).hasSize(2);
    blocked.release();
  }

  @Test
  void aFullQueueRefusesAndSaysWhatToDo() throws Exception {
    var threads = threads(factory, 1, 2, A_MINUTE);
    threads.execute(this::block);
    running.acquire();
    HelperThreads.Work removed = threads.execute(() -> {});
    threads.execute(running::release);

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage(
            "no thread for tests: 1 threads are busy and 2 pieces of work wait"
                + "; bring less at once");

    assertThat(removed.cancel()).isTrue();
    assertThat(removed.cancel()).isFalse();
    threads.execute(running::release);
    blocked.release();
    running.acquire(2);
  }

  @Test
  void threadsEndWhenIdleAndOthersComeAfterThem() throws Exception {
    var threads = threads(factory, 4, 4, 1_000_000);
    for (int i = 0; i < 3; i++) {
      threads.execute(running::release);
      running.acquire();
      awaitNoThread(threads);
    }

    assertThat(made).hasSize(3);
    for (Thread each : made) {
      each.join();
    }
  }

  /** Where threads end at once, each piece of work has its own, and what waits is not forgotten. */
  @Test
  void nothingIsForgottenWhereThreadsEndAtAnyInstant() throws Exception {
    for (long idle : new long[] {0, 1, 50_000, 2_000_000}) {
      var threads = threads(factory, 2, Integer.MAX_VALUE, idle);
      int count = 2_000;
      var left = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        threads.execute(left::countDown);
        if (i % 16 == 0) {
          Thread.sleep(0, i);
        }
      }
      left.await();
      awaitNoThread(threads);
    }
  }

  @Test
  void workThatThrowsIsReportedAndItsThreadGoesOn() throws Exception {
    List<Throwable> reported = new ArrayList<>();
    var failure = new IllegalStateException("broken");
    var threads =
        threads(
            work -> {
              Thread thread = factory.newThread(work);
              thread.setUncaughtExceptionHandler((of, thrown) -> reported.add(thrown));
              return thread;
            },
            1,
            10,
            A_MINUTE);

    threads.execute(
        () -> {
          throw failure;
        });
    threads.execute(running::release);
    running.acquire();

    assertThat(reported).containsExactly(failure);
    assertThat(made).hasSize(1);
  }

  @Test
  void aStrayInterruptDoesNotEndAnIdleThread() throws Exception {
    var threads = threads(factory, 1, 10, A_MINUTE);
    threads.execute(running::release);
    running.acquire();
    for (int i = 0; i < 100; i++) {
      made.forEach(Thread::interrupt);
      threads.execute(running::release);
      running.acquire();
    }

    assertThat(made).hasSize(1);
    assertThat(threads.threads()).isOne();
  }

  @Test
  void whereNoMoreThreadsCanBeMadeThoseThereAreDoTheWork() throws Exception {
    var left = new AtomicInteger(1);
    var threads =
        threads(
            work -> {
              if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread (a test)");
              }
              return factory.newThread(work);
            },
            8,
            8,
            A_MINUTE);
    threads.execute(this::block);
    running.acquire();
    threads.execute(running::release);

    blocked.release();
    running.acquire();
    assertThat(threads.threads()).isOne();
  }

  @Test
  void whereNoThreadCanBeMadeAtAllTheCallerIsTold() {
    var threads =
        threads(
            work -> {
              throw new OutOfMemoryError("unable to create native thread (a test)");
            },
            8,
            8,
            A_MINUTE);

    assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
    assertThat(threads.threads()).isZero();
  }
}
