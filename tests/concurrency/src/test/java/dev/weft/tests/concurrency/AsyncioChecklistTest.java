package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncRunnable;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncBarrier;
import dev.weft.concurrent.AsyncCondition;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What asyncio documents and tests of its queues and synchronizers, where the other tests of this
 * package have not got it. The scheduler is run by hand, as those tests run their loop.
 *
 * <p>Weft differs on purpose: who was handed something and is cancelled then has it, and meets the
 * cancellation at its next suspension point, where asyncio passes it on; a barrier is broken by a
 * party that is cancelled, as the JDK's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, which says whether it was done
class AsyncioChecklistTest {

  private final ManualScheduler loop = Schedulers.manual();
  private final List<String> log = new ArrayList<>();

  private Task<Void> go(AsyncRunnable body) {
    Task<Void> task = Weft.start(loop, body);
    loop.run();
    return task;
  }

  private void cancel(Task<?> task) {
    task.cancel(false);
    loop.run();
    assertThat(task.isCancelled()).isTrue();
  }

  // ---- queues ----

  @Test
  void aCancelledGetterLeavesTheElementToTheNext() {
    Channel<Integer> queue = Channel.buffered(2);
    Task<Void> first = go(() -> get(queue, "first"));
    go(() -> get(queue, "second"));
    go(() -> get(queue, "third"));
    cancel(first);
    assertThat(queue.toString()).contains("2 receiving");
    assertThat(queue.trySend(1)).isTrue();
    assertThat(queue.trySend(2)).isTrue();
    loop.run();
    assertThat(log).containsExactly("second 1", "third 2");
    assertThat(queue.size()).isZero();
  }

  @Async
  private void get(Channel<Integer> queue, String who) {
    log.add(who + " " + queue.receive());
  }

  @Test
  void aCancelledPutterKeepsNobodyFromPutting() {
    Channel<Integer> queue = Channel.buffered(1);
    go(() -> queue.send(0));
    Task<Void> first = go(() -> put(queue, 1));
    go(() -> put(queue, 2));
    Task<Void> third = go(() -> put(queue, 3));
    cancel(first);
    assertThat(queue.tryReceive()).isZero();
    cancel(third);
    loop.run();
    assertThat(log).containsExactly("put 2");
    assertThat(queue.tryReceive()).isEqualTo(2);
    assertThat(queue.tryReceive()).isNull();
    assertThat(queue.toString()).contains("0 receiving, 0 sending");
  }

  @Async
  private void put(Channel<Integer> queue, int element) {
    queue.send(element);
    log.add("put " + element);
  }

  /** Putters that wait come in their order, also before one that comes when there is room. */
  @Test
  void puttersAreNotOvertaken() {
    Channel<Integer> queue = Channel.buffered(1);
    go(() -> queue.send(0));
    go(() -> put(queue, 1));
    go(() -> put(queue, 2));
    assertThat(queue.tryReceive()).isZero();
    assertThat(queue.trySend(9)).isFalse();
    assertThat(queue.tryReceive()).isEqualTo(1);
    assertThat(queue.tryReceive()).isEqualTo(2);
    loop.run();
    assertThat(log).containsExactly("put 1", "put 2");
  }

  /** As {@code Queue.shutdown}, at once or when all has been got. */
  @Test
  void theShutDownOfAQueue() {
    Channel<Integer> queue = Channel.buffered(1);
    Task<Void> getter = go(() -> get(queue, "getter"));
    queue.close();
    loop.run();
    assertThat(getter.exceptionNow()).isInstanceOf(ChannelClosedException.class);
    Channel<Integer> atOnce = Channel.buffered(1);
    go(() -> put(atOnce, 1));
    Task<Void> putter = go(() -> put(atOnce, 2));
    atOnce.cancel();
    loop.run();
    assertThat(putter.exceptionNow()).isInstanceOf(ChannelClosedException.class);
    assertThat(atOnce.size()).isZero();
    assertThat(log).containsExactly("put 1");
  }

  @TestFactory
  List<DynamicTest> aGetThatTakesTooLongTakesNothing() {
    return Everywhere.run(
        () -> {
          Channel<Integer> queue = Channel.buffered(1);
          assertThat(failureOf(() -> queue.receive(Duration.ofMillis(1))))
              .isInstanceOf(TimeoutException.class);
          step();
          queue.send(1);
          assertThat(queue.receive(Duration.ofHours(1))).isEqualTo(1);
        });
  }

  // ---- locks ----

  /** Handed the lock and cancelled then: the next one gets it, when that one has given it back. */
  @Test
  void aLockThatWasHandedToACancelledOneGoesOn() {
    var lock = new AsyncLock();
    Channel<Boolean> gate = Channel.rendezvous();
    go(() -> hold(lock, gate, "first"));
    Task<Void> second = go(() -> hold(lock, gate, "second"));
    go(() -> hold(lock, gate, "third"));
    gate.trySend(true); // the first one gives back
    assertThat(loop.run(1)).isEqualTo(1);
    second.cancel(false);
    loop.run();
    assertThat(log).containsExactly("first", "second", "third");
    assertThat(second.isCancelled()).isTrue();
    gate.close();
    loop.run();
    assertThat(lock.isLocked()).isFalse();
  }

  @Async
  private void hold(AsyncLock lock, Channel<Boolean> gate, String who) {
    lock.lock();
    try {
      log.add(who);
      gate.receiveOrNull();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void aCancelledWaiterBetweenOthers() {
    var lock = new AsyncLock();
    Channel<Boolean> gate = Channel.rendezvous();
    go(() -> hold(lock, gate, "first"));
    Task<Void> second = go(() -> hold(lock, gate, "second"));
    go(() -> hold(lock, gate, "third"));
    cancel(second);
    assertThat(lock.getQueueLength()).isEqualTo(1);
    gate.close();
    loop.run();
    assertThat(log).containsExactly("first", "third");
  }

  // ---- semaphores ----

  @Test
  void permitsOfCancelledOnesAreNotLost() {
    var semaphore = new AsyncSemaphore(0);
    Task<Void> first = go(() -> acquire(semaphore, "first"));
    Task<Void> second = go(() -> acquire(semaphore, "second"));
    go(() -> acquire(semaphore, "third"));
    cancel(first);
    semaphore.release();
    second.cancel(false); // it has a permit by now
    loop.run();
    assertThat(log).containsExactly("second");
    semaphore.release();
    loop.run();
    assertThat(log).containsExactly("second", "third");
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Async
  private void acquire(AsyncSemaphore semaphore, String who) {
    semaphore.acquire();
    log.add(who);
  }

  /** One that releases and acquires at once comes behind those who wait. */
  @Test
  void whoReleasesAndAcquiresIsNotFirst() {
    var semaphore = new AsyncSemaphore(1);
    go(() -> semaphore.acquire());
    go(() -> acquire(semaphore, "waits"));
    go(
        () -> {
          semaphore.release();
          assertThat(semaphore.tryAcquire()).isFalse();
          acquire(semaphore, "again");
        });
    assertThat(log).containsExactly("waits");
    semaphore.release();
    loop.run();
    assertThat(log).containsExactly("waits", "again");
  }

  // ---- conditions ----

  @Test
  void aSignalPassesOverTheCancelled() {
    var lock = new AsyncLock();
    AsyncCondition condition = lock.newCondition();
    Task<Void> first = go(() -> await(lock, condition, "first"));
    go(() -> await(lock, condition, "second"));
    go(() -> await(lock, condition, "third"));
    cancel(first);
    go(() -> lock.withLock(() -> condition.signal()));
    assertThat(log).containsExactly("second");
    go(() -> lock.withLock(() -> condition.signalAll()));
    assertThat(log).containsExactly("second", "third");
    go(() -> lock.withLock(() -> condition.signal())); // nobody is there, and it is not kept
    Task<Void> late = go(() -> await(lock, condition, "late"));
    assertThat(late.isDone()).isFalse();
  }

  @Async
  private void await(AsyncLock lock, AsyncCondition condition, String who) {
    lock.lock();
    try {
      condition.await();
      log.add(who);
    } finally {
      lock.unlock();
    }
  }

  /** A signal and then a cancellation: it returns, with the lock, and is cancelled at the next. */
  @Test
  void cancelledAfterTheSignal() {
    var lock = new AsyncLock();
    AsyncCondition condition = lock.newCondition();
    Channel<Boolean> gate = Channel.rendezvous();
    Task<Void> waits = go(() -> await(lock, condition, "signalled"));
    go(
        () -> {
          lock.lock();
          condition.signal();
          gate.receiveOrNull();
          lock.unlock();
        });
    waits.cancel(false); // it has its signal, and waits for the lock
    loop.run();
    assertThat(waits.isDone()).isFalse();
    gate.close();
    loop.run();
    assertThat(log).containsExactly("signalled");
    assertThat(lock.isLocked()).isFalse();
  }

  // ---- events and barriers ----

  @Test
  void anEventWakesAllThatWaitedAndNoneThatWasCancelled() {
    var event = new AsyncEvent();
    Task<Void> first = go(() -> await(event, "first"));
    go(() -> await(event, "second"));
    go(() -> await(event, "third"));
    cancel(first);
    event.set();
    event.set();
    event.clear();
    loop.run();
    assertThat(log).containsExactly("second", "third");
    go(() -> await(event, "late"));
    assertThat(log).hasSize(2);
  }

  @Async
  private void await(AsyncEvent event, String who) {
    event.await();
    log.add(who);
  }

  /** The parties of the next round do not mix with those that have not gone on yet. */
  @Test
  void theRoundsOfABarrierDoNotMix() {
    var barrier = new AsyncBarrier(2);
    go(() -> pass(barrier, "a"));
    Weft.start(loop, () -> pass(barrier, "b"));
    Weft.start(loop, () -> pass(barrier, "c"));
    loop.run();
    assertThat(log).containsExactlyInAnyOrder("a 1", "b 0");
    assertThat(barrier.getNumberWaiting()).isEqualTo(1);
    go(() -> pass(barrier, "d"));
    assertThat(log).hasSize(4).contains("c 1", "d 0");
  }

  @Async
  private void pass(AsyncBarrier barrier, String who) throws BrokenBarrierException {
    log.add(who + " " + barrier.await());
  }

  /** One that is broken is so for those that come later, until it is reset. */
  @Test
  void aBarrierIsBrokenUntilItIsReset() {
    var barrier = new AsyncBarrier(2);
    cancel(go(() -> pass(barrier, "a")));
    Task<Void> refused = go(() -> pass(barrier, "b"));
    assertThat(refused.exceptionNow()).isInstanceOf(BrokenBarrierException.class);
    barrier.reset();
    assertThat(barrier.getNumberWaiting()).isZero();
    go(() -> pass(barrier, "c"));
    go(() -> pass(barrier, "d"));
    assertThat(log).hasSize(2);
  }
}
