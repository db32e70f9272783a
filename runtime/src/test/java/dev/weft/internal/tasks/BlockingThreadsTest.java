package dev.weft.internal.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The threads of blocking work: how many, for how long, and what waits. */
@Timeout(60)
class BlockingThreadsTest {

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

  private void block() {
    running.release();
    blocked.acquireUninterruptibly();
  }

  private static void awaitNoThread(BlockingThreads threads) throws InterruptedException {
    for (int i = 0; threads.threads() > 0 && i < 50_000; i++) {
      Thread.sleep(1);
    }
    assertThat(threads.threads()).isZero();
  }

  @Test
  void anIdleThreadIsUsedBeforeAnotherIsMade() throws Exception {
    var threads = new BlockingThreads(factory, 8, 8, A_MINUTE);
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
    var threads = new BlockingThreads(factory, 2, 100, A_MINUTE);
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
    var threads = new BlockingThreads(factory, 1, 2, A_MINUTE);
    threads.execute(this::block);
    running.acquire();
    Runnable removed = () -> {};
    threads.execute(removed);
    threads.execute(running::release);

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("1 threads are busy and 2 pieces of work wait")
        .hasMessageContaining("dev.weft.blockingThreads")
        .hasMessageContaining("dev.weft.blockingQueue");

    assertThat(threads.remove(removed)).isTrue();
    assertThat(threads.remove(removed)).isFalse();
    threads.execute(running::release);
    blocked.release();
    running.acquire(2);
  }

  @Test
  void threadsEndWhenIdleAndOthersComeAfterThem() throws Exception {
    var threads = new BlockingThreads(factory, 4, 4, 1_000_000);
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
      var threads = new BlockingThreads(factory, 2, Integer.MAX_VALUE, idle);
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
        new BlockingThreads(
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
    var threads = new BlockingThreads(factory, 1, 10, A_MINUTE);
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
        new BlockingThreads(
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
        new BlockingThreads(
            work -> {
              throw new OutOfMemoryError("unable to create native thread (a test)");
            },
            8,
            8,
            A_MINUTE);

    assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
    assertThat(threads.threads()).isZero();
  }

  // ---- settings ----

  @Test
  void withoutSettingsTheyAreDaemonsThatKeepNothingOfWhoCalls() throws Exception {
    var ran = new Thread[1];
    BlockingSettings.make(name -> null)
        .execute(
            () -> {
              ran[0] = Thread.currentThread();
              running.release();
            });
    running.acquire();

    assertThat(ran[0].isDaemon()).isTrue();
    assertThat(ran[0].getName()).startsWith("weft-blocking-");
    assertThat(ran[0].getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
  }

  @Test
  void settingsBoundThreadsAndQueue() throws Exception {
    var settings = Map.of("dev.weft.blockingThreads", "1", "dev.weft.blockingQueue", "0");
    BlockingThreads threads = BlockingSettings.make(settings::get);
    threads.execute(this::block);
    running.acquire();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    blocked.release();
  }

  @ParameterizedTest
  @CsvSource({
    "dev.weft.blockingThreads, 0, say 1 or more",
    "dev.weft.blockingThreads, many, say a number",
    "dev.weft.blockingQueue, -1, say 0 or more",
    "dev.weft.blockingKind, green, say platform or virtual"
  })
  void aSettingThatMakesNoSenseIsToldByEachPieceOfWork(String name, String value, String told) {
    BlockingThreads threads = BlockingSettings.make(Map.of(name, value)::get);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> threads.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessage("-D" + name + "=" + value + ": " + told);
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void withoutVirtualThreadsTheirSettingIsRefused() {
    BlockingThreads threads =
        BlockingSettings.make(Map.of("dev.weft.blockingKind", "virtual")::get);

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("virtual threads need JDK 21 or newer");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadsAreAsManyAsThereIsWork() throws Exception {
    BlockingThreads threads =
        BlockingSettings.make(Map.of("dev.weft.blockingKind", "virtual")::get);
    int count = 500;
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            made.add(Thread.currentThread());
            block();
          });
    }
    running.acquire(count); // all at once
    blocked.release(count);

    awaitNoThread(threads);
    assertThat(made).hasSize(count).allMatch(Thread::isDaemon);
    assertThat(made).allMatch(thread -> thread.toString().startsWith("VirtualThread"));
    assertThat(made).allMatch(thread -> thread.getName().startsWith("weft-blocking-"));
  }
}
