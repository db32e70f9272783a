package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.spi.Scheduler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancellation at any instant: nothing is lost, and nothing is had by two. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, which says whether it was done
class LockStressTest {

  private static final int ROUNDS = 12_000;
  private static final int AT_ONCE = 6;

  private final Scheduler pool = Schedulers.workStealing(2);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();
  private int unguarded;

  @AfterEach
  void closePool() throws Exception {
    if (pool instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private void enter() {
    int now = inside.incrementAndGet();
    most.accumulateAndGet(now, Math::max);
    entered.incrementAndGet();
  }

  /** Starts a few at a time, and cancels some of them while they come, wait or go. */
  private void churn(dev.weft.AsyncRunnable body) {
    for (int round = 0; round < ROUNDS / AT_ONCE; round++) {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        tasks.add(Weft.start(pool, body));
      }
      for (Task<Void> each : tasks) {
        if (ThreadLocalRandom.current().nextInt(3) != 0) {
          each.cancel(false);
        }
      }
      for (Task<Void> each : tasks) {
        assertThat(endsCancelled(each)).isEqualTo(each.isCancelled());
      }
    }
    assertThat(inside).hasValue(0);
    assertThat(entered.get()).isPositive();
  }

  @Test
  void lock() {
    var lock = new AsyncLock();
    churn(() -> underLock(lock));
    assertThat(most).hasValue(1);
    assertThat(unguarded).isEqualTo(entered.get());
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.getQueueLength()).isZero();
  }

  @Async
  private void underLock(AsyncLock lock) {
    lock.lock();
    try {
      enter();
      unguarded++;
      if (ThreadLocalRandom.current().nextBoolean()) {
        Weft.yieldNow();
      }
    } finally {
      inside.decrementAndGet();
      lock.unlock();
    }
  }

  @Test
  void timedLock() {
    var lock = new AsyncLock();
    churn(() -> underTimedLock(lock));
    assertThat(most).hasValue(1);
    assertThat(unguarded).isEqualTo(entered.get());
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.getQueueLength()).isZero();
  }

  @Async
  private void underTimedLock(AsyncLock lock) {
    Duration time = Duration.ofNanos(ThreadLocalRandom.current().nextInt(1, 200_000));
    if (lock.tryLock(time)) {
      try {
        enter();
        unguarded++;
        Weft.yieldNow();
      } finally {
        inside.decrementAndGet();
        lock.unlock();
      }
    }
  }

  @Test
  void withLock() {
    var lock = new AsyncLock();
    churn(
        () ->
            lock.withLock(
                () -> {
                  enter();
                  try {
                    unguarded++;
                    Weft.yieldNow();
                  } finally {
                    inside.decrementAndGet();
                  }
                }));
    assertThat(most).hasValue(1);
    assertThat(unguarded).isEqualTo(entered.get());
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void permits() {
    var semaphore = new AsyncSemaphore(3);
    churn(() -> underPermits(semaphore));
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(semaphore.availablePermits()).isEqualTo(3);
    assertThat(semaphore.getQueueLength()).isZero();
  }

  @Async
  private void underPermits(AsyncSemaphore semaphore) {
    int permits = ThreadLocalRandom.current().nextInt(1, 4);
    semaphore.acquire(permits);
    try {
      enter();
      Weft.yieldNow();
    } finally {
      inside.decrementAndGet();
      semaphore.release(permits);
    }
  }

  /** What a select takes: two locks, a permit, and the sender or the receiver of a channel. */
  @Test
  void selects() {
    var things = new Things();
    churn(() -> things.takeOne());
    for (Guarded each : things.all) {
      assertThat(each.most).hasValue(1);
      assertThat(each.unguarded).isEqualTo(each.entered.get());
    }
    assertThat(things.received).hasValue(things.sent.get());
    assertThat(things.left.isLocked() || things.right.isLocked()).isFalse();
    assertThat(things.left.getQueueLength() + things.right.getQueueLength()).isZero();
    assertThat(things.permit.availablePermits()).isEqualTo(1);
    assertThat(things.permit.getQueueLength()).isZero();
    assertThat(things.channel.toString()).contains("0 receiving, 0 sending");
  }

  /** What only one may have at a time. */
  private final class Guarded {
    final AtomicInteger entered = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    int unguarded;

    @Async
    boolean use() {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      entered.incrementAndGet();
      enter();
      try {
        unguarded++;
        if (ThreadLocalRandom.current().nextBoolean()) {
          Weft.yieldNow();
        }
      } finally {
        inside.decrementAndGet();
        now.decrementAndGet();
      }
      return true;
    }
  }

  private final class Things {
    final AsyncLock left = new AsyncLock();
    final AsyncLock right = new AsyncLock();
    final AsyncSemaphore permit = new AsyncSemaphore(1);
    final Channel<Integer> channel = Channel.rendezvous();
    final List<Guarded> all = List.of(new Guarded(), new Guarded(), new Guarded());
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();

    @Async
    void takeOne() {
      int how = ThreadLocalRandom.current().nextInt(6);
      Duration time = Duration.ofNanos(ThreadLocalRandom.current().nextInt(1, 200_000));
      Select<Boolean> select = Select.<Boolean>of().onTimeout(time, () -> true);
      if (how % 2 == 0) {
        select.onLock(left, () -> all.get(0).use()).onLock(right, () -> all.get(1).use());
      } else {
        select.onLock(right, () -> all.get(1).use()).onLock(left, () -> all.get(0).use());
      }
      if (how < 2) {
        select.onReceive(channel, element -> received.incrementAndGet() > 0);
      } else if (how < 4) {
        select.onSend(channel, how, () -> sent.incrementAndGet() > 0);
      } else {
        select.onPermit(permit, () -> all.get(2).use());
      }
      assertThat(select.await()).isTrue();
    }
  }

  @Test
  void readersAndWriters() {
    var lock = new AsyncReadWriteLock();
    churn(() -> readOrWrite(lock));
    assertThat(unguarded).isEqualTo(most.get()); // here: how many have written
    assertThat(lock.isWriteLocked()).isFalse();
    assertThat(lock.getReadLockCount()).isZero();
    assertThat(lock.getQueueLength()).isZero();
  }

  @Async
  private void readOrWrite(AsyncReadWriteLock lock) {
    if (ThreadLocalRandom.current().nextInt(3) == 0) {
      lock.writeLock().lock();
      try {
        entered.incrementAndGet();
        int seen = unguarded;
        Weft.yieldNow();
        unguarded = seen + 1;
        most.incrementAndGet();
      } finally {
        lock.writeLock().unlock();
      }
    } else {
      lock.readLock().lock();
      try {
        int seen = unguarded;
        Weft.yieldNow();
        if (seen != unguarded) {
          inside.incrementAndGet(); // somebody wrote
        }
      } finally {
        lock.readLock().unlock();
      }
    }
  }

  @Test
  void conditions() {
    var lock = new AsyncLock();
    AsyncCondition notEmpty = lock.newCondition();
    churn(() -> putAndTake(lock, notEmpty));
    assertThat(most.get()).isEqualTo(1);
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.getQueueLength()).isZero();
    assertThat(notEmpty.getWaitQueueLength()).isZero();
  }

  /** Waits for a signal that a coroutine of its own sends; cancelled, it holds the lock again. */
  @Async
  private void putAndTake(AsyncLock lock, AsyncCondition notEmpty) {
    boolean[] sent = new boolean[1];
    lock.lock();
    try {
      Task<Void> sender =
          Weft.start(
              pool,
              () ->
                  lock.withLock(
                      () -> {
                        sent[0] = true;
                        notEmpty.signalAll();
                      }));
      while (!sent[0]) {
        notEmpty.await();
      }
      assertThat(sender.isDone() || lock.isHeldByCurrent()).isTrue();
    } finally {
      assertThat(lock.isHeldByCurrent()).isTrue();
      enter();
      inside.decrementAndGet();
      lock.unlock();
    }
  }

  /** As many signals as there are waiters that are not cancelled: each gets one. */
  @Test
  void aSignalIsNotLostToACancelledWaiter() {
    var lock = new AsyncLock();
    AsyncCondition changed = lock.newCondition();
    for (int round = 0; round < 300; round++) {
      Task<Void> first = Weft.start(pool, () -> lock.withLock(() -> changed.await()));
      awaitWaiting(changed, 1);
      Task<Void> second = Weft.start(pool, () -> lock.withLock(() -> changed.await()));
      awaitWaiting(changed, 2);
      Task<Void> signal = Weft.start(pool, () -> lock.withLock(() -> changed.signal()));
      first.cancel(false);
      assertThat(endsCancelled(signal)).isFalse();
      boolean firstHadIt = !endsCancelled(first);
      if (firstHadIt) {
        lock.withLock(() -> changed.signal());
      }
      assertThat(endsCancelled(second)).isFalse(); // or it would hang here
    }
  }

  /** What has given up is not kept by what it waited for, which is never released. */
  @Test
  void givenUpWaitsLeaveNothingBehind() {
    var lock = new AsyncLock();
    var semaphore = new AsyncSemaphore(0);
    assertThat(lock.tryLock()).isTrue();
    Task<Void> first = Weft.start(() -> lock.lock()); // waits all the time
    var waits = new ArrayList<WeakReference<Task<Void>>>();
    for (int i = 0; i < 50_000; i++) {
      Task<Void> one = Weft.start(() -> lock.lock());
      Task<Void> two = Weft.start(() -> semaphore.acquire());
      if (i % 1_000 == 0) {
        waits.add(new WeakReference<>(one));
        waits.add(new WeakReference<>(two));
      }
      one.cancel(false);
      two.cancel(false);
    }
    assertThat(lock.getQueueLength()).isEqualTo(1);
    assertThat(semaphore.getQueueLength()).isZero();
    while (waits.stream().anyMatch(each -> each.get() != null)) { // or it would hang here
      System.gc();
      LockSupport.parkNanos(1_000_000);
    }
    lock.unlock();
    assertThat(first.isDone()).isTrue();
    assertThat(lock.isLocked()).isTrue(); // by the first
  }

  private static void awaitWaiting(AsyncCondition condition, int count) {
    while (condition.getWaitQueueLength() < count) {
      LockSupport.parkNanos(1_000); // the pool may need this processor
    }
  }

  private static boolean endsCancelled(Task<Void> task) {
    try {
      Object unused = task.get();
      return false;
    } catch (CancellationException expected) {
      return true;
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }
}
