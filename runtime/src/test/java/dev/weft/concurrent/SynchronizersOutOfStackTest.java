package dev.weft.concurrent;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.internal.engine.StackDive;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Locks and signals are used by code whose stack is at its end, or one frame before it, and so on:
 * each call is made as a whole or throws before it has done anything.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it would spin
class SynchronizersOutOfStackTest {

  /** Something to do at the end of the stack, perhaps for a second time afterwards. */
  private record Attempt(Runnable action, Task<?> task, Runnable helps) implements Runnable {
    @Override
    public void run() {
      action.run();
    }
  }

  /** Has all classes there that a coroutine needs which fails: none can be made without stack. */
  @BeforeAll
  static void failOnce() {
    Task.Completer<Object> begins = Task.completer();
    Task<Object> failing =
        Weft.start(
            Schedulers.immediate(),
            body(
                await((Completion) begins.task()),
                (carrier, before) -> {
                  throw new StackOverflowError("as it were");
                }));
    begins.complete("x");
    assertThatThrownBy(failing::get).hasRootCauseInstanceOf(StackOverflowError.class);
  }

  private static void dive(Supplier<Attempt> each) throws Exception {
    each.get().run();
    for (int i = 0; i < StackDive.DIVES; i++) {
      var attempts = new ArrayList<Attempt>();
      for (int k = 0; k < StackDive.FRAMES; k++) {
        attempts.add(each.get());
      }
      StackDive.onThread(attempts, i);
      for (Attempt one : attempts) {
        one.run();
        while (!one.task.isDone()) {
          one.helps.run();
          Thread.sleep(0, 100_000);
        }
        var unused = one.task.toCompletableFuture().handle((value, failure) -> value).get();
      }
    }
  }

  private static Attempt waiting(EventLoop loop, Part waits, Runnable action) {
    Task<Object> task = Weft.start(loop, body(waits, (carrier, before) -> before.get()));
    while (task.toString().contains("not started") || task.toString().contains("running")) {
      Thread.onSpinWait();
    }
    return new Attempt(action, task, () -> {});
  }

  @Test
  void aValueThatIsSetIsSeenByWhoWaitsForIt() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      dive(
          () -> {
            var value = new StateValue<>("before");
            Part waits = (carrier, before) -> value.awaitNext("before", Carrier.MAX_DEPTH, carrier);
            return waiting(loop, waits, () -> value.set("after"));
          });
    }
  }

  @Test
  void aLatchThatIsDownLetsGoWhoWaitsForIt() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      dive(
          () -> {
            var latch = new AsyncLatch(1);
            Part waits =
                (carrier, before) -> {
                  latch.await(Carrier.MAX_DEPTH, carrier);
                  return null;
                };
            return waiting(loop, waits, latch::countDown);
          });
    }
  }

  @Test
  void whoWaitsForASignalDoesNotWaitForALockThatItHolds() throws Exception {
    dive(
        () -> {
          var lock = new AsyncLock();
          AsyncCondition signal = lock.newCondition();
          Task.Completer<Object> begins = Task.completer();
          Task<Object> task = waitingForSignal(lock, signal, begins);
          return new Attempt(
              () -> begins.complete("x"),
              task,
              () -> {
                if (lock.tryLock()) {
                  signal.signalAll();
                  lock.unlock();
                }
              });
        });
  }

  private static Task<Object> waitingForSignal(
      AsyncLock lock, AsyncCondition signal, Task.Completer<Object> begins) {
    Scheduler immediate = Schedulers.immediate();
    return Weft.start(
        immediate,
        body(
            (carrier, before) -> {
              lock.lock(Carrier.MAX_DEPTH, carrier);
              return null;
            },
            await((Completion) begins.task()),
            (carrier, before) -> {
              signal.await(Carrier.MAX_DEPTH, carrier);
              return null;
            },
            (carrier, before) -> {
              lock.unlock(); // held again, however the wait has ended
              return before.get();
            }));
  }

  @Test
  void afterThatTheyAreAsBefore() throws Exception {
    var lock = new AsyncLock();
    dive(
        () ->
            new Attempt(
                () -> {
                  int unused = lock.getQueueLength();
                },
                Task.completed("done"),
                () -> {}));
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.getQueueLength()).isZero();
    lock.unlock();
  }

  /** What a call that throws has taken nobody could give back. */
  @Test
  void aLockThatIsNotTakenStaysFree() throws Exception {
    for (int i = 0; i < StackDive.DIVES; i++) {
      var attempts = new ArrayList<Taking>();
      for (int k = 0; k < StackDive.FRAMES; k++) {
        attempts.add(new Taking(new AsyncLock(), new AsyncReadWriteLock()));
      }
      StackDive.onThread(attempts, i);
      for (Taking each : attempts) {
        assertThat(each.lock.isLocked()).isEqualTo(each.hasLock);
        assertThat(each.both.isWriteLocked()).isEqualTo(each.hasBoth);
      }
    }
  }

  private static final class Taking implements Runnable {
    final AsyncLock lock;
    final AsyncReadWriteLock both;
    boolean hasLock;
    boolean hasBoth;

    Taking(AsyncLock lock, AsyncReadWriteLock both) {
      this.lock = lock;
      this.both = both;
    }

    @Override
    public void run() {
      hasLock = lock.tryLock();
      hasBoth = both.writeLock().tryLock();
    }
  }
}
