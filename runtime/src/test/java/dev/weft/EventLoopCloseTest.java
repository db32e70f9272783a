package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Closing an event loop: what still runs, what is refused, and that its thread ends. The long form
 * of the stress: {@code -Dweft.stress.rounds=50000}.
 */
@Timeout(600)
class EventLoopCloseTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 100);

  /** A slow machine has all the time that it needs for what runs while the loop is closed. */
  private final EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ofDays(1)).build();

  private Thread thread() throws InterruptedException {
    var thread = new LinkedBlockingQueue<Thread>();
    loop.schedule(() -> thread.add(Thread.currentThread()));
    return thread.take();
  }

  @Test
  void closingEndsTheThread() throws Exception {
    Thread thread = thread();
    assertThat(thread.isAlive()).isTrue();

    loop.close();

    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void closingTwiceDoesNothingMore() throws Exception {
    Thread thread = thread();

    loop.close();
    loop.close();

    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aLoopThatNeverRanCanBeClosed() {
    loop.close();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> loop.schedule(() -> {}))
        .withMessageStartingWith(loop + " has been closed");
  }

  @Test
  void aClosedLoopRefusesStepsAndTimers() throws Exception {
    assertThat(thread().isAlive()).isTrue();
    loop.close();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> loop.schedule(() -> {}));
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> loop.scheduleAfter(1, () -> {}));
  }

  @Test
  void whatWasReadyStillRuns() {
    List<Integer> ran = new ArrayList<>();
    var go = new CountDownLatch(1);
    loop.schedule(
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    for (int i = 0; i < 10; i++) {
      int number = i;
      loop.schedule(() -> ran.add(number));
    }
    go.countDown();

    loop.close();

    assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void itCanBeClosedFromInside() throws Exception {
    Thread thread = thread();
    var outcome = new LinkedBlockingQueue<Object>();

    loop.schedule(
        () -> {
          loop.close();
          try {
            loop.schedule(() -> {});
            outcome.add("accepted");
          } catch (RejectedExecutionException refused) {
            outcome.add("refused");
          }
        });

    assertThat(outcome.take()).isEqualTo("refused");
    thread.join();
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void anInterruptWhileClosingIsKeptForTheCaller() throws Exception {
    Thread thread = thread();

    Thread.currentThread().interrupt();
    loop.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thread.isAlive()).isFalse();
  }

  private static Part delay(Duration time) {
    return (carrier, before) -> {
      Suspend.delay(time, carrier);
      return null;
    };
  }

  @Test
  void whatIsSuspendedIsCancelled() throws Exception {
    Task.Completer<Object> completer = Task.completer();
    Task<Object> awaits = Weft.start(loop, body(await((Completion) completer.task()), result()));
    Task<Object> sleeps = Weft.start(loop, body(delay(Duration.ofDays(1)), result()));
    Task<Object> yields = Weft.start(loop, body(yielding(), yielding(), result()));
    assertThat(thread().isAlive()).isTrue(); // it has run, so the coroutines are suspended

    loop.close();

    assertThat(awaits.isCancelled()).isTrue();
    assertThat(sleeps.isCancelled()).isTrue();
    assertThat(yields.isDone()).isTrue();
    assertThat(completer.task().isCancelled()).isTrue();
  }

  @Test
  void finallyBlocksOfTheCancelledRunThereAndMayAwait() throws Exception {
    var threads = new LinkedBlockingQueue<Thread>();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                delay(Duration.ofDays(1)),
                (carrier, before) -> {
                  assertThat(before.failure()).isInstanceOf(CancellationException.class);
                  return delay(Duration.ofMillis(5)).run(carrier, before);
                },
                (carrier, before) -> {
                  threads.add(Thread.currentThread());
                  return "cleaned up: " + before.get();
                }));
    Thread thread = thread();

    loop.close();

    assertThat(Weft.await(task)).isEqualTo("cleaned up: null");
    assertThat(threads).containsExactly(thread);
  }

  @Test
  void aGracePeriodMayBeWithoutEnd() throws Exception {
    var patient = Schedulers.eventLoopBuilder().grace(ChronoUnit.FOREVER.getDuration()).build();
    Task<Object> task =
        Weft.start(
            patient,
            body(
                delay(Duration.ofDays(1)),
                delay(Duration.ofMillis(5)),
                (carrier, before) -> "cleaned up: " + before.get()));
    patient.schedule(() -> {});

    patient.close();

    assertThat(Weft.await(task)).isEqualTo("cleaned up: null");
  }

  @Test
  void whoDoesNotEndInTimeFailsWithTheRefusal() throws Exception {
    var impatient = Schedulers.eventLoopBuilder().grace(Duration.ofMillis(10)).build();
    List<Throwable> met = new ArrayList<>();
    Part stubborn =
        (carrier, before) -> {
          met.add(before.failure());
          return delay(Duration.ofDays(1)).run(carrier, before);
        };
    Task<Object> task = Weft.start(impatient, body(stubborn, stubborn, stubborn, result()));
    var suspended = new CountDownLatch(1);
    impatient.schedule(suspended::countDown);
    suspended.await(); // else it could begin when the grace period is over

    impatient.close();

    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("has been closed");
    assertThat(met).hasSize(3);
    assertThat(met.get(1)).isInstanceOf(CancellationException.class);
    assertThat(met.get(2)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aCoroutineClosesItsOwnLoopAndIsCancelledAtItsNextSuspension() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                (carrier, before) -> {
                  loop.close();
                  loop.close();
                  return delay(Duration.ofDays(1)).run(carrier, before);
                },
                result()));

    assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
    loop.close();
  }

  @Test
  void aLoopIsNotWaitedForOnAnotherLoop() throws Exception {
    Thread thread = thread();
    var go = new CountDownLatch(1);
    loop.schedule(() -> awaitUninterruptibly(go));
    try (EventLoop other = Schedulers.eventLoop()) {
      var closed = new CountDownLatch(1);
      other.schedule(
          () -> {
            loop.close();
            closed.countDown();
          });
      closed.await();
    }
    assertThat(thread.isAlive()).isTrue();
    go.countDown();
    thread.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTimerThatIsNotDueDoesNotFire() throws Exception {
    assertThat(thread().isAlive()).isTrue();
    List<Object> fired = new ArrayList<>();
    var unused = loop.scheduleAfter(Duration.ofDays(1).toNanos(), () -> fired.add("early"));

    loop.close();

    assertThat(fired).isEmpty();
  }

  @Test
  void aCoroutineStartedOnAClosedLoopFailsWithTheRefusal() {
    loop.close();

    Task<Object> task = Weft.start(loop, body((carrier, before) -> "x"));

    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void everyStepRunsOrIsRefusedWhenClosedInTheMiddle() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      EventLoop each = Schedulers.eventLoop();
      List<Object> ran = new ArrayList<>();
      var accepted = new ArrayList<Object>();
      var begun = new CountDownLatch(1);
      var producer =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  int number = i;
                  try {
                    each.schedule(() -> ran.add(number));
                    accepted.add(number);
                  } catch (RejectedExecutionException closed) {
                    return;
                  } finally {
                    begun.countDown();
                  }
                }
              });
      producer.start();
      begun.await();
      each.close();
      producer.join();

      assertThat(ran).isEqualTo(accepted);
    }
  }

  @Test
  void oneThatHasMovedHereIsCancelledTooAndItsFinallyBlockMayAwait() throws Exception {
    Task.Completer<Object> never = Task.completer();
    Task.Completer<Object> late = Task.completer();
    var waits = new CountDownLatch(1);
    List<Object> seen = new ArrayList<>();
    Part move =
        (carrier, before) -> {
          Weft.switchTo(loop, WovenCarrier.MAX_DEPTH, carrier);
          return null;
        };
    Part wait =
        (carrier, before) -> {
          waits.countDown();
          return await((Completion) never.task()).run(carrier, before);
        };
    Part inFinally =
        (carrier, before) -> {
          seen.add(before.failure());
          new Thread(() -> late.complete("late")).start();
          return await((Completion) late.task()).run(carrier, new HandWoven.Given(null, null));
        };
    Task<Object> task = Weft.start(Schedulers.immediate(), body(move, wait, inFinally, result()));
    waits.await();

    loop.close();

    assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
    assertThat(task.get()).isEqualTo("late");
    assertThat(LoopAccess.isDeserted(loop)).isTrue();
  }
}
