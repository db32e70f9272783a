package dev.weft.internal.tasks;

import static dev.weft.internal.engine.HandWoven.body;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.util.HelperThreads;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Coroutines that call {@code Weft.blocking}, whose steps and threads are the test's own. */
@Timeout(60)
abstract class BlockingFixture {

  /** Its steps are run by the test. */
  static final class Steps implements Scheduler {
    final LinkedBlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
    volatile RejectedExecutionException refusal;

    @Override
    public void schedule(Runnable step) {
      if (refusal != null) {
        throw refusal;
      }
      ready.add(step);
    }

    void runOne() throws InterruptedException {
      ready.take().run();
    }
  }

  static final class Resource implements AutoCloseable {
    final AtomicInteger closed = new AtomicInteger();
    final CountDownLatch gone = new CountDownLatch(1);
    volatile boolean interrupted;

    @Override
    public void close() {
      interrupted = Thread.currentThread().isInterrupted();
      closed.incrementAndGet();
      gone.countDown();
    }
  }

  final List<Throwable> reported = new ArrayList<>();
  final HelperThreads threads =
      BlockingSettings.threads(
          work -> {
            var thread = new Thread(work, "test-blocking");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((of, thrown) -> reported.add(thrown));
            return thread;
          },
          1,
          Integer.MAX_VALUE,
          5_000_000_000L);
  final Steps steps = new Steps();
  final List<Object> seen = new ArrayList<>();
  final CountDownLatch working = new CountDownLatch(1);
  final CountDownLatch goOn = new CountDownLatch(1);
  final AtomicBoolean ran = new AtomicBoolean();

  @BeforeEach
  void hearOfNoFailure() {
    Weft.onUnobservedFailure(unheard -> {});
  }

  @AfterEach
  void hearAgain() {
    goOn.countDown();
    Weft.onUnobservedFailure(null);
  }

  HandWoven.Part blocking(Callable<?> work) {
    return (carrier, before) -> BlockingCall.call(work, threads, carrier);
  }

  /** Notes what the call gave, and suspends to see whether a cancellation is still to be met. */
  HandWoven.Part noteAndYield() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? before.value() : before.failure());
      Suspend.yieldNow(carrier);
      return null;
    };
  }

  HandWoven.Part note() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? before.value() : before.failure());
      return before.get();
    };
  }

  Task<Object> start(Callable<?> work) {
    return Weft.start(steps, body(blocking(work), noteAndYield(), note()));
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    boolean waits = true;
    while (waits) {
      try {
        latch.await();
        waits = false;
      } catch (InterruptedException ignored) {
        waits = true;
      }
    }
  }

  /** Occupies the only thread until {@link #goOn}. */
  void occupyThread() throws InterruptedException {
    threads.execute(
        () -> {
          working.countDown();
          awaitUninterruptibly(goOn);
        });
    working.await();
  }

  /** Until the only thread is free. */
  void awaitTheWork() throws InterruptedException {
    var next = new CountDownLatch(1);
    threads.execute(next::countDown);
    next.await();
  }
}
