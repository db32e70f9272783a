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
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
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

  private static final int DIVES = Integer.getInteger("weft.dives", 20);
  private static final int FRAMES = 200;
  private static final int STACK = 200 * 1024;

  /** Something to do at the end of the stack, perhaps for a second time afterwards. */
  private record Attempt(Runnable action, Task<?> task, Runnable helps) {}

  /** Goes down to the end of the stack, and makes an attempt on the way back, at each frame. */
  private static final class Dive implements Runnable {
    private final List<Attempt> attempts;
    private final int width;
    private int next;

    Dive(List<Attempt> attempts, int width) {
      this.attempts = attempts;
      this.width = width;
    }

    @Override
    public void run() {
      down();
    }

    private void down() {
      try {
        if (width % 2 == 0) {
          down();
        } else {
          downWide(width, width, width, width);
        }
      } catch (StackOverflowError end) {
        // from here back
      }
      try {
        if (next < FRAMES) {
          attempts.get(next++).action.run();
        }
      } catch (StackOverflowError nothingDone) {
        // or all of it; the test ends only if it was one of both
      }
    }

    private long downWide(long a, long b, long c, long d) {
      down();
      return a + b + c + d;
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
    each.get().action.run();
    for (int i = 0; i < DIVES; i++) {
      var attempts = new ArrayList<Attempt>();
      for (int k = 0; k < FRAMES; k++) {
        attempts.add(each.get());
      }
      var thread = new Thread(null, new Dive(attempts, i), "diver", STACK + 16L * i);
      thread.start();
      thread.join();
      for (Attempt one : attempts) {
        one.action.run();
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
}
