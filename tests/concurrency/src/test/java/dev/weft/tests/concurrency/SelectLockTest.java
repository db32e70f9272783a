package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.AsyncLatch;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Locks, permits and signals among what a select waits for. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class SelectLockTest {

  // ---- holding ----

  @TestFactory
  List<DynamicTest> aHandlerHoldsWhatItsClauseHasTaken() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var semaphore = new AsyncSemaphore(3);
          var readWrite = new AsyncReadWriteLock();
          assertThat(Select.<String>of().onLock(lock, () -> heldAcrossASteps(lock)).await())
              .isEqualTo("held true");
          assertThat(lock.isLocked()).isFalse();
          assertThat(
                  Select.<Integer>of()
                      .onPermit(semaphore, 2, () -> permitsAfterAStep(semaphore))
                      .await())
              .isEqualTo(1);
          assertThat(Select.<Integer>of().onPermit(semaphore, () -> permits(semaphore)).await())
              .isEqualTo(2);
          assertThat(semaphore.availablePermits()).isEqualTo(3);
          assertThat(
                  Select.<Integer>of()
                      .onLock(readWrite.readLock(), () -> readers(readWrite))
                      .await())
              .isEqualTo(1);
          assertThat(
                  Select.<Boolean>of()
                      .onLock(readWrite.writeLock(), () -> isWriting(readWrite))
                      .await())
              .isTrue();
          assertThat(readWrite.getReadLockCount()).isZero();
          assertThat(readWrite.isWriteLocked()).isFalse();
        });
  }

  @Async
  private static String heldAcrossASteps(AsyncLock lock) {
    boolean held = lock.isHeldByCurrent();
    step();
    return "held " + (held && lock.isHeldByCurrent());
  }

  @Async
  private static int permitsAfterAStep(AsyncSemaphore semaphore) {
    step();
    return semaphore.availablePermits();
  }

  private static int permits(AsyncSemaphore semaphore) {
    return semaphore.availablePermits();
  }

  @Async
  private static int readers(AsyncReadWriteLock lock) {
    step();
    return lock.getReadLockCount();
  }

  @Async
  private static boolean isWriting(AsyncReadWriteLock lock) {
    step();
    return lock.isWriteLocked();
  }

  @TestFactory
  List<DynamicTest> itIsGivenBackHoweverAHandlerEnds() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var semaphore = new AsyncSemaphore(1);
          assertThat(
                  failureOf(
                      () -> Select.of().onLock(lock, () -> Failures.failing("handler")).await()))
              .isInstanceOf(IOException.class)
              .hasMessage("handler");
          assertThat(lock.isLocked()).isFalse();
          Task<Object> cancelled =
              Weft.start(() -> Select.of().onPermit(semaphore, () -> Failures.forever()).await());
          assertThat(semaphore.availablePermits()).isZero();
          cancelled.cancel(false);
          assertThat(failureOf(() -> Weft.await(cancelled)))
              .isInstanceOf(CancellationException.class);
          assertThat(semaphore.availablePermits()).isEqualTo(1);
          Throwable unlocked =
              failureOf(() -> Select.of().onLock(lock, () -> unlockAnd(lock, 1)).await());
          assertThat(unlocked)
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("nobody holds it");
        });
  }

  @Async
  private static int unlockAnd(AsyncLock lock, int result) {
    lock.unlock();
    step();
    return result;
  }

  // ---- waiting ----

  @TestFactory
  List<DynamicTest> whoWaitsIsServedInTurn() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var order = Collections.synchronizedList(new ArrayList<Integer>());
          lock.lock();
          var tasks = new ArrayList<Task<Boolean>>();
          for (int i = 0; i < 20; i++) {
            int name = i;
            if (i % 2 == 0) {
              tasks.add(Weft.start(() -> lock.withLock(() -> noted(order, name))));
            } else {
              Channel<Boolean> silent = Channel.rendezvous();
              tasks.add(
                  Weft.start(
                      () ->
                          Select.<Boolean>of()
                              .onReceive(silent, v -> v)
                              .onLock(lock, () -> noted(order, name))
                              .await()));
            }
            assertThat(lock.getQueueLength()).isEqualTo(i + 1);
          }
          lock.unlock();
          for (Task<Boolean> each : tasks) {
            assertThat(Weft.await(each)).isTrue();
          }
          assertThat(order).isSorted().hasSize(20);
          assertThat(lock.isLocked()).isFalse();
        });
  }

  @Async
  private static boolean noted(List<Integer> order, int name) {
    order.add(name);
    step();
    return true;
  }

  @TestFactory
  List<DynamicTest> whatLosesLeavesItsQueues() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var readWrite = new AsyncReadWriteLock();
          var semaphore = new AsyncSemaphore(0);
          Channel<String> words = Channel.rendezvous();
          lock.lock();
          readWrite.readLock().lock();
          Task<String> selects =
              Weft.start(
                  () ->
                      Select.<String>of()
                          .onLock(lock, () -> "lock")
                          .onLock(readWrite.writeLock(), () -> "write")
                          .onPermit(semaphore, 2, () -> "permits")
                          .onEvent(new AsyncEvent(), () -> "event")
                          .onReceive(words, word -> word)
                          .await());
          Task<Void> reads = Weft.start(() -> readWrite.readLock().withLock(() -> step()));
          Task<Void> acquires = Weft.start(() -> semaphore.acquire());
          semaphore.release(); // for the one who waits behind two
          assertThat(lock.getQueueLength()).isEqualTo(1);
          assertThat(readWrite.getQueueLength()).isEqualTo(2);
          assertThat(semaphore.getQueueLength()).isEqualTo(2);
          words.send("word");
          assertThat(Weft.await(selects)).isEqualTo("word");
          Weft.await(reads); // which waited only behind the select
          Weft.await(acquires);
          assertThat(lock.getQueueLength()).isZero();
          assertThat(readWrite.getQueueLength()).isZero();
          assertThat(semaphore.getQueueLength()).isZero();
          readWrite.readLock().unlock();
          lock.unlock();
          assertThat(lock.isLocked()).isFalse();
          assertThat(readWrite.writeLock().tryLock()).isTrue();
          readWrite.writeLock().unlock();
        });
  }

  @TestFactory
  List<DynamicTest> whatHasWaitedGetsIt() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var readWrite = new AsyncReadWriteLock();
          var semaphore = new AsyncSemaphore(2);
          Channel<String> words = Channel.rendezvous();
          lock.lock();
          readWrite.writeLock().lock();
          Select<String> select =
              Select.<String>of()
                  .onReceive(words, word -> word)
                  .onLock(lock, () -> Failures.later("lock"))
                  .onLock(readWrite.readLock(), () -> Failures.later("read"))
                  .onPermit(semaphore, 3, () -> Failures.later("permits"));
          Task<String> first = Weft.start(() -> select.await());
          lock.unlock();
          assertThat(Weft.await(first)).isEqualTo("lock");
          lock.lock();
          Task<String> second = Weft.start(() -> select.await());
          readWrite.writeLock().unlock();
          assertThat(Weft.await(second)).isEqualTo("read");
          readWrite.writeLock().lock();
          Task<String> third = Weft.start(() -> select.await());
          semaphore.release();
          assertThat(Weft.await(third)).isEqualTo("permits");
          assertThat(semaphore.availablePermits()).isEqualTo(3);
          assertThat(words.toString()).contains("0 receiving");
          assertThat(lock.getQueueLength() + readWrite.getQueueLength()).isZero();
          lock.unlock();
          readWrite.writeLock().unlock();
        });
  }

  @TestFactory
  List<DynamicTest> signals() {
    return Everywhere.run(
        () -> {
          var event = new AsyncEvent();
          var latch = new AsyncLatch(2);
          Select<String> select =
              Select.<String>of().onEvent(event, () -> "event").onLatch(latch, () -> "latch");
          Task<String> first = Weft.start(() -> select.await());
          event.set();
          event.clear(); // it was set, all the same
          assertThat(Weft.await(first)).isEqualTo("event");
          Task<String> second = Weft.start(() -> select.await());
          latch.countDown();
          assertThat(second.isDone()).isFalse();
          latch.countDown();
          assertThat(Weft.await(second)).isEqualTo("latch");
          assertThat(select.await()).isEqualTo("latch");
        });
  }

  @TestFactory
  List<DynamicTest> timeIsLimited() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Task<Void> holds = Weft.start(() -> lock.withLock(() -> Failures.forever()));
          Select<String> select =
              Select.<String>of()
                  .onLock(lock, () -> "lock")
                  .onTimeout(Duration.ofMillis(1), () -> "late");
          assertThat(select.await()).isEqualTo("late");
          assertThat(select.await()).isEqualTo("late");
          assertThat(lock.getQueueLength()).isZero();
          assertThat(Select.<String>of().onLock(lock, () -> "lock").orElse(() -> "held").await())
              .isEqualTo("held");
          holds.cancel(false);
          assertThat(failureOf(() -> Weft.await(holds))).isInstanceOf(CancellationException.class);
          assertThat(select.await()).isEqualTo("lock");
        });
  }

  /** Each waits for both, in its own order, and updates what the one guards that it has got. */
  @TestFactory
  List<DynamicTest> crosswise() {
    return Everywhere.run(
        () -> {
          var left = new Counter();
          var right = new Counter();
          var tasks = new ArrayList<Task<Void>>();
          for (int i = 0; i < 6; i++) {
            boolean turned = i % 2 == 0;
            tasks.add(
                Weft.start(
                    () -> {
                      for (int n = 0; n < 100; n++) {
                        eitherCounter(turned ? right : left, turned ? left : right);
                      }
                    }));
          }
          for (Task<Void> each : tasks) {
            Weft.await(each);
          }
          assertThat(left.count + right.count).isEqualTo(600);
          assertThat(left.lock.isLocked() || right.lock.isLocked()).isFalse();
          assertThat(left.lock.getQueueLength() + right.lock.getQueueLength()).isZero();
        });
  }

  private static final class Counter {
    final AsyncLock lock = new AsyncLock();
    int count;

    @Async
    boolean add() {
      int seen = count;
      step();
      count = seen + 1;
      return true;
    }
  }

  @Async
  private static void eitherCounter(Counter one, Counter other) {
    assertThat(
            Select.<Boolean>of()
                .onLock(one.lock, () -> one.add())
                .onLock(other.lock, () -> other.add())
                .await())
        .isTrue();
  }
}
