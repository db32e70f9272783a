package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncBarrier;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.AsyncLatch;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.AsyncSemaphore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Permits, conditions, latches, barriers, events, readers and writers. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class SynchronizersTest {

  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofHours(1);

  @TestFactory
  List<DynamicTest> permitsAreServedInOrder() {
    return Everywhere.run(
        () -> {
          var semaphore = new AsyncSemaphore(2);
          var order = Collections.synchronizedList(new ArrayList<Integer>());
          semaphore.acquire(2);
          var tasks = new ArrayList<Task<Void>>();
          for (int permits : List.of(2, 1, 1)) {
            tasks.add(
                Weft.start(
                    () -> {
                      semaphore.acquire(permits);
                      order.add(permits);
                    }));
          }
          semaphore.release();
          assertThat(order).isEmpty(); // the first wants two
          assertThat(semaphore.tryAcquire()).isFalse();
          semaphore.release();
          Weft.await(tasks.get(0));
          assertThat(semaphore.getQueueLength()).isEqualTo(2);
          semaphore.release(2);
          Weft.await(tasks.get(1));
          Weft.await(tasks.get(2));
          assertThat(order).containsExactly(2, 1, 1);
          assertThat(semaphore.availablePermits()).isZero();
        });
  }

  @TestFactory
  List<DynamicTest> whoGivesUpLetsTheOthersBehindItGoOn() {
    return Everywhere.run(
        () -> {
          var semaphore = new AsyncSemaphore(1);
          Task<Void> wantsMany = Weft.start(() -> semaphore.acquire(3));
          Task<Void> wantsOne = Weft.start(() -> semaphore.acquire());
          assertThat(semaphore.getQueueLength()).isEqualTo(2);
          wantsMany.cancel(false);
          Weft.await(wantsOne);
          assertThat(semaphore.availablePermits()).isZero();
          assertThat(semaphore.tryAcquire(2, SHORT)).isFalse();
          Task<Boolean> inTime = Weft.start(() -> semaphore.tryAcquire(LONG));
          semaphore.release(2);
          assertThat(Weft.await(inTime)).isTrue();
          assertThat(semaphore.drainPermits()).isEqualTo(1);
        });
  }

  @TestFactory
  List<DynamicTest> badCounts() {
    return Everywhere.run(
        () -> {
          var semaphore = new AsyncSemaphore(Integer.MAX_VALUE);
          assertThat(failureOf(() -> semaphore.acquire(0)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          assertThat(failureOf(() -> semaphore.release()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          assertThat(semaphore.availablePermits()).isEqualTo(Integer.MAX_VALUE);
          for (Throwable failure :
              List.of(
                  failureOf(() -> new AsyncSemaphore(-1)),
                  failureOf(() -> new AsyncBarrier(0)),
                  failureOf(() -> new AsyncLatch(-1)))) {
            assertThat(failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SynchronizersTest.java:");
          }
        });
  }

  @TestFactory
  List<DynamicTest> aWaitingWriterHoldsOffLaterReaders() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncReadWriteLock();
          var order = Collections.synchronizedList(new ArrayList<String>());
          lock.readLock().lock();
          Task<Void> writer = Weft.start(() -> write(lock, "writer", order));
          Task<Void> one = Weft.start(() -> read(lock, "reader", order));
          Task<Void> two = Weft.start(() -> read(lock, "reader", order));
          assertThat(lock.readLock().tryLock()).isFalse();
          assertThat(lock.getQueueLength()).isEqualTo(3);
          assertThat(order).isEmpty();
          lock.readLock().unlock();
          Weft.await(writer);
          Weft.await(one);
          Weft.await(two);
          assertThat(order).containsExactly("writer", "reader", "reader");

          lock.readLock().lock();
          Task<Void> givesUp = Weft.start(() -> write(lock, "never", order));
          Task<Void> behind = Weft.start(() -> read(lock, "behind", order));
          givesUp.cancel(false);
          Weft.await(behind); // there is no writer to wait for any more
          lock.readLock().unlock();
          assertThat(order).endsWith("behind");
          assertThat(lock.writeLock().tryLock()).isTrue();
          lock.writeLock().unlock();
        });
  }

  @Async
  private static void write(AsyncReadWriteLock lock, String name, List<String> order) {
    lock.writeLock()
        .withLock(
            () -> {
              assertThat(lock.getReadLockCount()).isZero();
              Everywhere.step();
              order.add(name);
            });
  }

  @Async
  private static void read(AsyncReadWriteLock lock, String name, List<String> order) {
    String read =
        lock.readLock()
            .withLock(
                () -> {
                  assertThat(lock.isWriteLocked()).isFalse();
                  Everywhere.step();
                  return name;
                });
    order.add(read);
  }

  @TestFactory
  List<DynamicTest> badUseOfReadAndWriteLocks() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncReadWriteLock();
          assertThat(failureOf(() -> lock.readLock().unlock()))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          assertThat(failureOf(() -> lock.writeLock().unlock()))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          lock.writeLock().lock();
          for (Throwable failure :
              List.of(
                  failureOf(() -> lock.writeLock().lock()),
                  failureOf(() -> lock.readLock().lock()),
                  failureOf(() -> lock.readLock().tryLock(LONG)))) {
            assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageFindingMatch("(?s)SynchronizersTest.java:\\d.*taken.*Test.java:\\d");
          }
          Task<Throwable> other = Weft.start(() -> failureOf(() -> lock.writeLock().unlock()));
          assertThat(Weft.await(other)).isInstanceOf(IllegalMonitorStateException.class);
          assertThat(Weft.await(Weft.start(() -> lock.readLock().tryLock(SHORT)))).isFalse();
          lock.writeLock().unlock();
          assertThat(lock.readLock().tryLock()).isTrue();
        });
  }

  /** A bounded queue as in every textbook. */
  private static final class Bounded {
    final AsyncLock lock = new AsyncLock();
    final AsyncCondition notEmpty = lock.newCondition();
    final AsyncCondition notFull = lock.newCondition();
    final ArrayDeque<Integer> elements = new ArrayDeque<>();

    @Async
    void put(int element) {
      lock.lock();
      try {
        while (elements.size() == 2) {
          notFull.await();
        }
        elements.add(element);
        Everywhere.step();
        notEmpty.signal();
      } finally {
        lock.unlock();
      }
    }

    @Async
    int take() {
      return lock.withLock(
          () -> {
            while (elements.isEmpty()) {
              notEmpty.await();
            }
            notFull.signal();
            Everywhere.step();
            return elements.remove();
          });
    }
  }

  @TestFactory
  List<DynamicTest> conditions() {
    return Everywhere.run(
        () -> {
          var queue = new Bounded();
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 4; i++) {
            tasks.add(
                Weft.start(
                    () -> {
                      for (int n = 1; n <= 100; n++) {
                        queue.put(n);
                      }
                    }));
          }
          int sum = 0;
          for (int i = 0; i < 400; i++) {
            sum += queue.take();
          }
          for (Task<Void> each : tasks) {
            Weft.await(each);
          }
          assertThat(sum).isEqualTo(4 * 5_050);
        });
  }

  @TestFactory
  List<DynamicTest> aCancelledAwaitHasTheLockAgain() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          AsyncCondition changed = lock.newCondition();
          assertThat(failureOf(() -> changed.await()))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          assertThat(failureOf(() -> changed.signal()))
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("SynchronizersTest.java:");
          var held = new AtomicInteger();
          Task<Void> waits =
              Weft.start(
                  () -> {
                    lock.lock();
                    try {
                      changed.await();
                    } finally {
                      if (lock.isHeldByCurrent()) {
                        held.incrementAndGet();
                      }
                      lock.unlock();
                    }
                  });
          lock.lock();
          assertThat(changed.getWaitQueueLength()).isEqualTo(1);
          waits.cancel(false);
          Everywhere.step();
          assertThat(held).hasValue(0); // it waits for the lock
          assertThat(waits.isDone()).isFalse();
          waits.cancel(false); // asked again, it waits on
          Everywhere.step();
          assertThat(waits.isDone()).isFalse();
          lock.unlock();
          assertThat(failureOf(() -> Weft.await(waits))).isInstanceOf(CancellationException.class);
          assertThat(held).hasValue(1);
          assertThat(lock.tryLock()).isTrue();
          assertThat(changed.await(SHORT)).isFalse();
          assertThat(lock.isHeldByCurrent()).isTrue();
          lock.unlock();
        });
  }

  @TestFactory
  List<DynamicTest> latches() {
    return Everywhere.run(
        () -> {
          var latch = new AsyncLatch(2);
          Task<Void> one = Weft.start(() -> latch.await());
          Task<Boolean> two = Weft.start(() -> latch.await(LONG));
          Task<Void> cancelled = Weft.start(() -> latch.await());
          cancelled.cancel(false);
          assertThat(latch.await(SHORT)).isFalse();
          latch.countDown();
          assertThat(one.isDone()).isFalse();
          latch.countDown();
          latch.countDown();
          Weft.await(one);
          assertThat(Weft.await(two)).isTrue();
          latch.await();
          assertThat(latch.getCount()).isZero();
        });
  }

  @TestFactory
  List<DynamicTest> events() {
    return Everywhere.run(
        () -> {
          var event = new AsyncEvent();
          Task<Void> one = Weft.start(() -> event.await());
          Task<Boolean> two = Weft.start(() -> event.await(LONG));
          assertThat(event.await(SHORT)).isFalse();
          event.set();
          event.clear();
          Weft.await(one); // all that waited are woken
          assertThat(Weft.await(two)).isTrue();
          Task<Void> late = Weft.start(() -> event.await());
          Everywhere.step();
          assertThat(late.isDone()).isFalse();
          event.set();
          Weft.await(late);
          event.await();
        });
  }

  @TestFactory
  List<DynamicTest> barriers() {
    return Everywhere.run(
        () -> {
          var trips = new AtomicInteger();
          var barrier = new AsyncBarrier(3, trips::incrementAndGet);
          var seen = Collections.synchronizedList(new ArrayList<Integer>());
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 3; i++) {
            tasks.add(
                Weft.start(
                    () -> {
                      for (int round = 1; round <= 50; round++) {
                        seen.add(barrier.await());
                        assertThat(trips.get()).isBetween(round, round + 1);
                        Everywhere.step();
                      }
                    }));
          }
          for (Task<Void> each : tasks) {
            Weft.await(each);
          }
          assertThat(trips).hasValue(50);
          for (int index = 0; index < 3; index++) {
            assertThat(Collections.frequency(seen, index)).isEqualTo(50);
          }
        });
  }

  @TestFactory
  List<DynamicTest> brokenBarriers() {
    return Everywhere.run(
        () -> {
          var barrier = new AsyncBarrier(3);
          Task<Integer> one = Weft.start(() -> barrier.await());
          Task<Integer> two = Weft.start(() -> barrier.await());
          one.cancel(false);
          assertThat(failureOf(() -> Weft.await(two))).isInstanceOf(BrokenBarrierException.class);
          assertThat(barrier.isBroken()).isTrue();
          assertThat(failureOf(() -> barrier.await()))
              .isInstanceOf(BrokenBarrierException.class)
              .hasMessageContaining("SynchronizersTest.java:");

          barrier.reset();
          Task<Integer> three = Weft.start(() -> barrier.await());
          assertThat(failureOf(() -> barrier.await(SHORT))).isInstanceOf(TimeoutException.class);
          assertThat(failureOf(() -> Weft.await(three))).isInstanceOf(BrokenBarrierException.class);

          barrier.reset();
          Task<Integer> four = Weft.start(() -> barrier.await());
          barrier.reset();
          assertThat(failureOf(() -> Weft.await(four))).isInstanceOf(BrokenBarrierException.class);
          assertThat(barrier.isBroken()).isFalse();

          var failing = new AsyncBarrier(2, () -> Failures.fail("action"));
          Task<Integer> five = Weft.start(() -> failing.await());
          assertThat(failureOf(() -> failing.await())).hasMessage("action");
          assertThat(failureOf(() -> Weft.await(five))).isInstanceOf(BrokenBarrierException.class);
          assertThat(failing.isBroken()).isTrue();
        });
  }
}
