package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.callFromOutside;
import static dev.weft.internal.engine.HandWoven.failing;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suspending methods called from ordinary code: the calling thread runs every step and blocks. */
@Timeout(60)
class BlockingCoroutineTest {

  private final Task.Completer<Object> completer = Task.completer();
  private final Completion pending = (Completion) completer.task();

  private static <T> FutureTask<T> blocked(Callable<T> call, Thread[] on) {
    var future = new FutureTask<>(call);
    on[0] = new Thread(future);
    on[0].start();
    while (on[0].getState() != Thread.State.WAITING) {
      assertThat(future.isDone()).isFalse();
      Thread.onSpinWait();
    }
    return future;
  }

  @Test
  void aCallThatDoesNotSuspendJustReturns() {
    assertThat(callFromOutside((carrier, before) -> "x")).isEqualTo("x");
  }

  @Test
  void everyStepRunsOnTheCallingThread() throws Exception {
    var thread = new Thread[1];
    List<Thread> ranOn = new ArrayList<>();
    FutureTask<Object> blocked =
        blocked(
            () ->
                callFromOutside(
                    await(pending),
                    (carrier, before) -> {
                      ranOn.add(Thread.currentThread());
                      Suspend.yieldNow(carrier);
                      return before.get();
                    },
                    (carrier, before) -> {
                      ranOn.add(Thread.currentThread());
                      return "done";
                    }),
            thread);

    completer.complete("x");

    assertThat(blocked.get()).isEqualTo("done");
    assertThat(ranOn).containsExactly(thread[0], thread[0]);
  }

  @Test
  void theResultOrFailureComesOut() throws Exception {
    var failure = new IOException("disk");
    FutureTask<Object> ok = blocked(() -> callFromOutside(await(pending), result()), new Thread[1]);
    FutureTask<Object> bad =
        blocked(() -> callFromOutside(await(pending), failing(failure)), new Thread[1]);

    completer.complete("x");

    assertThat(ok.get()).isEqualTo("x");
    assertThatThrownBy(bad::get).hasCause(failure);
  }

  @Test
  void primitiveResultsComeOut() throws Exception {
    FutureTask<Long> number =
        blocked(
            () -> {
              WovenCarrier carrier = WovenCarrier.current();
              carrier.suspendOn(pending);
              carrier.link(new LongFrame());
              return carrier.blockLong();
            },
            new Thread[1]);

    completer.complete(1L << 40);

    assertThat(number.get()).isEqualTo((1L << 40) + 1);
  }

  private static final class LongFrame extends Frame {
    @Override
    protected int resume(Carrier carrier) {
      carrier.putLong((Long) carrier.takeObject() + 1);
      return carrier.unwinding;
    }
  }

  @Test
  void anInterruptCancelsTheCallAndIsKept() throws Exception {
    var thread = new Thread[1];
    List<Object> seen = new ArrayList<>();
    FutureTask<Object> blocked =
        blocked(
            () ->
                callFromOutside(
                        await(pending),
                        (carrier, before) -> {
                          seen.add(before.failure());
                          return "cleaned up, interrupted: ";
                        })
                    + ""
                    + Thread.interrupted(),
            thread);

    thread[0].interrupt();

    assertThat(blocked.get()).isEqualTo("cleaned up, interrupted: true");
    assertThat(seen).hasSize(1).allMatch(CancellationException.class::isInstance);
    assertThat(completer.task().isCancelled()).isTrue();
  }

  @Test
  void beforeItBlocksItRunsWhatWasPutOff() {
    Task<Object> waiting = Weft.start(HandWoven.body(await(pending), result()));
    Task<Object> caller =
        Weft.start(
            HandWoven.body(
                (carrier, before) -> {
                  completer.complete("x"); // wakes the waiting coroutine, whose turn comes later
                  return callFromOutside(await((Completion) waiting), result());
                }));

    assertThat(Weft.await(caller)).isEqualTo("x");
  }

  @Test
  void whatAPutOffStepThrowsIsNotTheAffairOfWhoBlocks() {
    try (var uncaught = new UncaughtFailures()) {
      assertThat(Weft.await(callerWithAFailingStepPutOff())).isEqualTo("x");

      assertThat(uncaught.messages()).containsExactly("of another");
    }
  }

  private Task<Object> callerWithAFailingStepPutOff() {
    return Weft.start(
        HandWoven.body(
            (carrier, given) -> {
              Scheduler immediate = Schedulers.immediate();
              immediate.schedule(
                  () -> {
                    throw new IllegalStateException("of another");
                  });
              immediate.schedule(() -> completer.complete("x"));
              return callFromOutside(await(pending), result());
            }));
  }
}
