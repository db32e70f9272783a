package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncReadWriteLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Selects that are cancelled or refused while they wait for locks, and those that never should. */
@SuppressWarnings("FutureReturnValueIgnored") // cancel, mostly, which says whether it was done
class SelectLockFailuresTest {

  private static final Duration LONG = Duration.ofHours(1);

  // ---- cancellation ----

  @TestFactory
  List<DynamicTest> whoIsCancelledLeavesTheQueues() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var semaphore = new AsyncSemaphore(0);
          lock.lock();
          Task<String> selects =
              Weft.start(
                  () ->
                      Select.<String>of()
                          .onLock(lock, () -> "lock")
                          .onPermit(semaphore, () -> "permit")
                          .onTimeout(LONG, () -> "late")
                          .await());
          Task<Boolean> next = Weft.start(() -> lock.withLock(() -> true));
          selects.cancel(false);
          assertThat(failureOf(() -> Weft.await(selects)))
              .isInstanceOf(CancellationException.class);
          assertThat(lock.getQueueLength()).isEqualTo(1);
          assertThat(semaphore.getQueueLength()).isZero();
          semaphore.release();
          assertThat(semaphore.availablePermits()).isEqualTo(1);
          lock.unlock();
          assertThat(Weft.await(next)).isTrue();
        });
  }

  @Test
  void aHandOverWinsOverACancellation() {
    var scheduler = Schedulers.manual();
    var lock = new AsyncLock();
    var order = new ArrayList<String>();
    assertThat(lock.tryLock()).isTrue();
    Task<Object> selects =
        Weft.start(
            scheduler,
            () -> Select.of().onLock(lock, () -> notedAroundAYield(order, "select")).await());
    Task<Object> next =
        Weft.start(scheduler, () -> lock.withLock(() -> notedAroundAYield(order, "next")));
    scheduler.run();

    lock.unlock();
    selects.cancel(false);
    assertThat(lock.isLocked()).isTrue();
    scheduler.run();

    assertThat(order).containsExactly("select", "next", "next again");
    assertThat(selects.isCancelled()).isTrue();
    assertThat(next.isDone()).isTrue();
    assertThat(lock.isLocked()).isFalse();
  }

  @Async
  private static Object notedAroundAYield(List<String> order, String name) {
    order.add(name);
    Weft.yieldNow();
    order.add(name + " again");
    return name;
  }

  @Test
  void whatARefusingSchedulerWasHandedGoesToTheNext() {
    var refusing = new Refusing();
    var lock = new AsyncLock();
    var readWrite = new AsyncReadWriteLock();
    var semaphore = new AsyncSemaphore(0);
    assertThat(lock.tryLock()).isTrue();
    assertThat(readWrite.writeLock().tryLock()).isTrue();
    var refused = new ArrayList<Task<String>>();
    refused.add(Weft.start(refusing, () -> Select.<String>of().onLock(lock, () -> "lock").await()));
    refused.add(
        Weft.start(
            refusing,
            () -> Select.<String>of().onLock(readWrite.writeLock(), () -> "write").await()));
    refused.add(
        Weft.start(
            refusing, () -> Select.<String>of().onPermit(semaphore, 2, () -> "permits").await()));
    Task<Boolean> next = Weft.start(() -> lock.withLock(() -> true));
    refusing.refuses = true;

    lock.unlock();
    readWrite.writeLock().unlock();
    semaphore.release(2);

    for (Task<String> each : refused) {
      assertThat(each.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(next.resultNow()).isTrue();
    assertThat(lock.isLocked()).isFalse();
    assertThat(readWrite.isWriteLocked()).isFalse();
    assertThat(semaphore.availablePermits()).isEqualTo(2);
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

  // ---- misuse ----

  @TestFactory
  List<DynamicTest> whatTheCallerHoldsAlready() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var readWrite = new AsyncReadWriteLock();
          var event = new AsyncEvent();
          event.set();
          lock.lock();
          readWrite.writeLock().lock();
          step();
          for (Throwable failure :
              List.of(
                  failureOf(() -> Select.of().onLock(lock, () -> 1).await()),
                  failureOf(
                      () -> Select.inOrder().onEvent(event, () -> 1).onLock(lock, () -> 2).await()),
                  failureOf(() -> Select.of().onLock(lock, () -> 1).orElse(() -> 2).await()),
                  failureOf(() -> Select.of().onLock(readWrite.readLock(), () -> 1).await()),
                  failureOf(() -> Select.of().onLock(readWrite.writeLock(), () -> 1).await()))) {
            assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Select.onLock (at ")
                .hasMessageContaining("would wait for itself")
                .hasMessageFindingMatch(
                    "(?s)SelectLockFailuresTest.java:\\d+.*taken.*SelectLockFailuresTest.java:");
          }
          lock.unlock();
          readWrite.writeLock().unlock();
        });
  }

  /** Whoever meets one that a select holds is told where: at the select. */
  @TestFactory
  List<DynamicTest> theLineOfTheSelectIsKept() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          lock.lock();
          Task<Throwable> selects =
              Weft.start(
                  () ->
                      Select.<Throwable>of()
                          .onLock(lock, () -> failureOf(() -> lock.lock()))
                          .await());
          lock.unlock();
          assertThat(Weft.await(selects))
              .hasMessageStartingWith("AsyncLock.lock (at ")
              .hasMessageFindingMatch(
                  "(?s)SelectLockFailuresTest.java:\\d+.*taken.*SelectLockFailuresTest.java:");
        });
  }

  @TestFactory
  List<DynamicTest> theSameTwiceIsTakenOnce() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          Select<Integer> select =
              Select.<Integer>of().onLock(lock, () -> 1).onLock(lock, () -> Failures.later(1));
          assertThat(select.await()).isEqualTo(1);
          lock.lock();
          Task<Integer> selects = Weft.start(() -> select.await());
          assertThat(lock.getQueueLength()).isEqualTo(2);
          lock.unlock();
          assertThat(Weft.await(selects)).isEqualTo(1);
          assertThat(lock.isLocked()).isFalse();
          assertThat(lock.getQueueLength()).isZero();
        });
  }

  @Test
  void misuse() {
    assertThat(failureOf(() -> Select.of().onPermit(new AsyncSemaphore(1), 0, () -> 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acquire of 0 permits (at " + SelectLockFailuresTest.class.getName())
        .hasMessageContaining("at least 1");
    assertThat(failureOf(() -> Select.of().onLock((AsyncLock) null, () -> 1)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("lock");
    assertThat(failureOf(() -> Select.of().onEvent(new AsyncEvent(), null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("handler");
  }
}
