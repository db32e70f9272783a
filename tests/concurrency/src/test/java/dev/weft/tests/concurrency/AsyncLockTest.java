package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Locks that know their coroutine. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class AsyncLockTest {

  private static final Duration LONG = Duration.ofHours(1);

  /** A plain field that only a lock guards. */
  private static final class Account {
    final AsyncLock lock = new AsyncLock();
    int balance;

    @Async
    void add(int times) {
      for (int i = 0; i < times; i++) {
        lock.lock();
        try {
          addOne();
        } finally {
          lock.unlock();
        }
      }
    }

    @Async
    void addWithBody(int times) {
      for (int i = 0; i < times; i++) {
        lock.withLock(() -> addOne());
      }
    }

    @Async
    void addOne() {
      int seen = balance;
      Everywhere.step();
      balance = seen + 1;
    }
  }

  @TestFactory
  List<DynamicTest> oneAtATime() {
    return Everywhere.run(
        () -> {
          var account = new Account();
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 8; i++) {
            tasks.add(Weft.start(() -> account.add(200)));
            tasks.add(Weft.start(() -> account.addWithBody(200)));
          }
          for (Task<Void> each : tasks) {
            Weft.await(each);
          }
          assertThat(account.balance).isEqualTo(16 * 200);
          assertThat(account.lock.isLocked()).isFalse();
          assertThat(account.lock.getQueueLength()).isZero();
        });
  }

  @Test
  void ordinaryThreadsAndCoroutinesShareALock() throws Exception {
    var account = new Account();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      var thread = new Thread(() -> account.add(2_000));
      thread.start();
      threads.add(thread);
    }
    try (EventLoop loop = Schedulers.eventLoop()) {
      Weft.run(loop, () -> account.add(2_000));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertThat(account.balance).isEqualTo(4 * 2_000);
  }

  @Async
  private static void enter(AsyncLock lock, int name, List<Integer> order) {
    lock.lock();
    order.add(name);
    Everywhere.step();
    lock.unlock();
  }

  @TestFactory
  List<DynamicTest> firstComeFirstServed() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var order = Collections.synchronizedList(new ArrayList<Integer>());
          lock.lock();
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 20; i++) {
            int name = i;
            tasks.add(Weft.start(() -> enter(lock, name, order)));
            assertThat(lock.getQueueLength()).isEqualTo(i + 1);
          }
          assertThat(lock.isHeldByCurrent()).isTrue();
          lock.unlock();
          for (Task<Void> each : tasks) {
            Weft.await(each);
          }
          assertThat(order).isSorted().hasSize(20);
        });
  }

  @TestFactory
  List<DynamicTest> takenTwiceByTheSame() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          lock.lock();
          Everywhere.step();
          for (Throwable failure :
              List.of(
                  failureOf(() -> lock.lock()),
                  failureOf(() -> lock.tryLock()),
                  failureOf(() -> lock.tryLock(LONG)),
                  failureOf(() -> lock.withLock(() -> {})))) {
            assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would wait for itself")
                .hasMessageFindingMatch("(?s)AsyncLockTest.java:\\d+.*taken.*AsyncLockTest.java:");
          }
          lock.unlock();
          assertThat(lock.tryLock()).isTrue();
          lock.unlock();
        });
  }

  @TestFactory
  List<DynamicTest> unlockByAnother() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          assertThat(failureOf(() -> lock.unlock()))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("AsyncLockTest.java:")
              .hasMessageContaining("nobody holds it");
          lock.lock();
          Task<Throwable> other = Weft.start(() -> failureOf(() -> lock.unlock()));
          assertThat(Weft.await(other))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageFindingMatch("(?s)AsyncLockTest.java:\\d+.*taken.*AsyncLockTest.java:");
          Task<Void> waits = Weft.start(() -> enter(lock, 1, new ArrayList<>()));
          Task<Throwable> another = Weft.start(() -> failureOf(() -> lock.unlock()));
          assertThat(Weft.await(another)).isInstanceOf(IllegalMonitorStateException.class);
          lock.unlock();
          Weft.await(waits);
        });
  }

  @TestFactory
  List<DynamicTest> aBodyGivesBackHoweverItEnds() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          String result =
              lock.withLock(
                  () -> {
                    Everywhere.step();
                    return "result";
                  });
          assertThat(result).isEqualTo("result");
          assertThat(failureOf(() -> lock.withLock(() -> Failures.failing("body"))))
              .isInstanceOf(IOException.class)
              .hasMessage("body");
          Task<Void> cancelled = Weft.start(() -> lock.withLock(() -> Failures.forever()));
          assertThat(lock.isLocked()).isTrue();
          cancelled.cancel(false);
          assertThat(failureOf(() -> Weft.await(cancelled)))
              .isInstanceOf(CancellationException.class);
          assertThat(lock.isLocked()).isFalse();
          Throwable givenBack =
              failureOf(
                  () ->
                      lock.withLock(
                          () -> {
                            lock.unlock();
                            Failures.failing("first");
                          }));
          assertThat(givenBack).hasMessage("first");
          assertThat(givenBack.getSuppressed())
              .hasOnlyElementsOfType(IllegalMonitorStateException.class);
        });
  }

  @TestFactory
  List<DynamicTest> whoIsCancelledLeavesTheQueue() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var order = Collections.synchronizedList(new ArrayList<Integer>());
          lock.lock();
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 5; i++) {
            int name = i;
            tasks.add(Weft.start(() -> enter(lock, name, order)));
          }
          for (int i : List.of(0, 2, 4)) {
            tasks.get(i).cancel(false);
            assertThat(failureOf(() -> Weft.await(tasks.get(i))))
                .isInstanceOf(CancellationException.class);
          }
          assertThat(lock.getQueueLength()).isEqualTo(2);
          lock.unlock();
          Weft.await(tasks.get(1));
          Weft.await(tasks.get(3));
          assertThat(order).containsExactly(1, 3);
          lock.lock();
          Task<Void> alone = Weft.start(() -> enter(lock, 9, order));
          alone.cancel(false);
          lock.unlock();
          assertThat(lock.tryLock()).isTrue();
          lock.unlock();
        });
  }

  @TestFactory
  List<DynamicTest> aHandOverWinsOverACancellation() {
    return List.of(
        DynamicTest.dynamicTest(
            "manual",
            () -> {
              var scheduler = Schedulers.manual();
              var lock = new AsyncLock();
              var order = new ArrayList<Integer>();
              assertThat(lock.tryLock()).isTrue();
              Task<Void> task = Weft.start(scheduler, () -> entersAndWaits(lock, order));
              scheduler.run();
              lock.unlock();
              assertThat(lock.isLocked()).isTrue();
              task.cancel(false);
              scheduler.run();
              assertThat(order).containsExactly(1, 2);
              assertThat(task.isCancelled()).isTrue();
              assertThat(lock.isLocked()).isFalse();
            }));
  }

  @Async
  private static void entersAndWaits(AsyncLock lock, List<Integer> order) {
    lock.lock();
    try {
      order.add(1);
      Weft.yieldNow();
      order.add(3);
    } finally {
      order.add(2);
      lock.unlock();
    }
  }

  @TestFactory
  List<DynamicTest> forALimitedTime() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          assertThat(lock.tryLock(Duration.ZERO)).isTrue();
          Task<Boolean> late = Weft.start(() -> lock.tryLock(Duration.ofMillis(5)));
          assertThat(Weft.await(late)).isFalse();
          assertThat(lock.getQueueLength()).isZero();
          assertThat(Weft.await(Weft.start(() -> lock.tryLock(Duration.ZERO)))).isFalse();
          Task<Boolean> inTime =
              Weft.start(
                  () -> {
                    boolean taken = lock.tryLock(LONG);
                    lock.unlock();
                    return taken;
                  });
          lock.unlock();
          assertThat(Weft.await(inTime)).isTrue();
          assertThat(lock.isLocked()).isFalse();
        });
  }

  @Test
  void ordinaryCodeOnALoopIsRefused() {
    var lock = new AsyncLock();
    assertThat(lock.tryLock()).isTrue();
    try (EventLoop loop = Schedulers.eventLoop()) {
      Throwable refused =
          Weft.run(
              loop,
              () -> {
                try {
                  plain(lock);
                } catch (IllegalStateException expected) {
                  return expected;
                }
                throw new AssertionError("not refused");
              });
      assertThat(refused)
          .hasMessageContaining("AsyncLock.lock (at ")
          .hasMessageContaining("AsyncLockTest.java:")
          .hasMessageContaining("would block")
          .hasMessageContaining("call it from an @Async method");
    }
    assertThat(lock.getQueueLength()).isZero();
    lock.unlock();
  }

  /** As ordinary code does it: a {@code Runnable} is no coroutine's body. */
  private static void plain(AsyncLock lock) {
    Runnable locks = lock::lock;
    locks.run();
  }

  @Test
  void whatARefusingSchedulerWasHandedGoesToTheNext() {
    var refusing = new Refusing();
    var lock = new AsyncLock();
    assertThat(lock.tryLock()).isTrue();
    Task<Void> refused = Weft.start(refusing, () -> enter(lock, 1, new ArrayList<>()));
    var order = new ArrayList<Integer>();
    Task<Void> next = Weft.start(() -> enter(lock, 2, order));
    refusing.refuses = true;

    lock.unlock();

    assertThat(refused.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
    assertThat(next.isDone()).isTrue();
    assertThat(order).containsExactly(2);
    assertThat(lock.isLocked()).isFalse();
  }

  private static final class Refusing implements dev.weft.spi.Scheduler {
    private boolean refuses;

    @Override
    public void schedule(Runnable step) {
      if (refuses) {
        throw new RejectedExecutionException("refused");
      }
      step.run();
    }
  }

  @Test
  void anInterruptCancelsTheWaitOfAThread() throws Exception {
    var lock = new AsyncLock();
    assertThat(lock.tryLock()).isTrue();
    var failures = Collections.synchronizedList(new ArrayList<Throwable>());
    var thread =
        new Thread(
            () -> {
              failures.add(failureOf(() -> lock.lock()));
              if (!Thread.interrupted()) {
                failures.add(new AssertionError("not interrupted any more"));
              }
            });
    thread.start();
    while (lock.getQueueLength() == 0) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(failures).singleElement().isInstanceOf(CancellationException.class);
    assertThat(lock.getQueueLength()).isZero();
    lock.unlock();
  }
}
