package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose an offloaded result is when a cancellation comes: it is delivered or closed, once. */
@Timeout(120)
class OffloadOwnershipTest extends LoopFixture {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 5_000);

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();

  private final class Resource implements AutoCloseable {
    private final AtomicInteger ends = new AtomicInteger();

    Resource() {
      made.incrementAndGet();
    }

    @Override
    public void close() {
      assertThat(ends.incrementAndGet()).as("closed once").isOne();
      closed.incrementAndGet();
    }
  }

  private HandWoven.Part offload(Callable<?> work) {
    return (carrier, before) -> loop.offload(work, WovenCarrier.MAX_DEPTH, carrier);
  }

  private final HandWoven.Part take =
      (carrier, before) -> {
        if (before.get() instanceof Resource) {
          delivered.incrementAndGet();
        }
        return null;
      };

  @Test
  void aResultThatWasHandedOverComesBeforeALaterCancellation() throws Exception {
    List<Object> met = new ArrayList<>();
    var working = new CountDownLatch(1);
    var made = new CountDownLatch(1);
    HandWoven.Part after =
        (carrier, before) -> {
          met.add(before.get());
          return Suspend.await(Stubborn.task(), carrier);
        };
    HandWoven.Part last =
        (carrier, before) -> {
          met.add(before.failure());
          return null;
        };
    Task<Object> task =
        Weft.start(
            loop,
            body(
                offload(
                    () -> {
                      working.countDown();
                      made.await();
                      return "result";
                    }),
                after,
                last));
    working.await();

    runOnLoop(
        () -> {
          made.countDown();
          awaitHandOver(task);
          task.cancel(true);
        });
    Object unused = task.get();

    assertThat(met).hasSize(2).first().isEqualTo("result");
    assertThat(met.get(1)).isInstanceOf(CancellationException.class);
  }

  /** Holds the loop until the pool has woken the coroutine. */
  private static void awaitHandOver(Task<?> task) {
    while (((dev.weft.internal.engine.Coroutine) task).waitingFor() != null) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aResultThatComesAfterTheCancellationIsClosed() throws Exception {
    var working = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    Task<Object> task =
        Weft.start(
            loop,
            body(
                offload(
                    () -> {
                      working.countDown();
                      goOn.await();
                      return new Resource();
                    }),
                take));
    working.await();

    task.cancel(true);
    assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
    goOn.countDown();

    awaitAllAccountedFor();
    assertThat(closed).hasValue(1);
  }

  @Test
  void cancelledAtEveryInstantNothingIsLost() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Task<Object> task = Weft.start(loop, body(offload(Resource::new), take));
      long pause = i % 64 * 500L;
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
      task.cancel(true);
    }
    runOnLoop(() -> {});
    awaitAllAccountedFor();

    assertThat(delivered.get() + closed.get()).isEqualTo(made.get());
  }

  private void awaitAllAccountedFor() throws InterruptedException {
    var idle = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) { // behind all that the pool has to do
      loop.executeBlocking(
          () -> {
            idle.countDown();
            awaitLatch(idle);
          });
    }
    idle.await();
    runOnLoop(() -> {});
    for (int i = 0; delivered.get() + closed.get() != made.get() && i < 1000; i++) {
      Thread.sleep(1); // what is closed elsewhere is still on its way
    }
  }

  @Test
  void whatCannotBeClosedIsReportedAndThePoolGoesOn() throws Exception {
    var working = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    AutoCloseable broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    Task<Object> task =
        Weft.start(
            loop,
            body(
                offload(
                    () -> {
                      Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
                      working.countDown();
                      goOn.await();
                      return broken;
                    }),
                take));
    working.await();
    task.cancel(true);
    goOn.countDown();

    Task<Object> next = Weft.start(loop, body(offload(() -> "next"), HandWoven.result()));
    assertThat(next.get()).isEqualTo("next");
  }
}
