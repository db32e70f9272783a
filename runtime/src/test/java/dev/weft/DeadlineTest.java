package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.failing;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.TimedScheduler;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Weft.withDeadline}: in time, too late, cancelled, nested. */
@Timeout(60)
class DeadlineTest {

  private static final Duration FAR = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(5);

  private final ManualTimers timers = new ManualTimers();
  private final Task.Completer<Object> completer = Task.completer();
  private final Completion pending = (Completion) completer.task();
  private final Task.Completer<Object> cleanUp = Task.completer();
  private final List<Object> seen = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(timers.armed).isEmpty();
  }

  private static Part within(Duration time, AsyncCallable<Object> body) {
    return (carrier, before) -> Weft.withDeadline(time, body, WovenCarrier.MAX_DEPTH, carrier);
  }

  /** Waits, and cleans up by waiting for something else. */
  private AsyncCallable<Object> waiting() {
    return body(
        await(pending),
        (carrier, before) -> {
          seen.add(before.failure());
          Object unused = Suspend.await((Completion) cleanUp.task(), carrier);
          failure = before.failure();
          return unused;
        },
        (carrier, before) -> {
          seen.add("cleaned up");
          if (failure != null) {
            throw failure;
          }
          return before.get();
        });
  }

  private Throwable failure;

  private Task<Object> start(Part... parts) {
    return Weft.start(timers, body(parts));
  }

  @Test
  void aBodyThatDoesNotSuspendSetsNoTimer() {
    Task<Object> task = start(within(FAR, body((carrier, before) -> "at once")), result());

    assertThat(Weft.await(task)).isEqualTo("at once");
    assertThat(timers.count).isZero();
  }

  @Test
  void aBodyThatIsDoneInTimeLeavesNoTimer() {
    Task<Object> task = start(within(FAR, body(await(pending), result())), result());
    assertThat(timers.armed).hasSize(1);

    completer.complete("in time");

    assertThat(Weft.await(task)).isEqualTo("in time");
  }

  @Test
  void whatTheBodyThrowsIsThrownAsItIs() {
    Task<Object> late = start(within(FAR, body(await(pending), result())), result());
    var reason = new IOException("broken");
    Task<Object> atOnce = start(within(FAR, body(failing(reason))), result());
    completer.fail(reason);

    assertThatThrownBy(() -> Weft.await(late)).isSameAs(reason);
    assertThatThrownBy(() -> Weft.await(atOnce)).isSameAs(reason);
  }

  @Test
  void tooLateTheBodyIsCancelledAndItsFinallyBlocksRunBeforeTheCallThrows() {
    Task<Object> task = start(within(SOON, waiting()), result());

    timers.fire();
    assertThat(seen).hasSize(1).first().isInstanceOf(CancellationException.class);
    assertThat(pending.isCancelled()).isTrue();
    assertThat(task.isDone()).isFalse();
    cleanUp.complete("clean");

    assertThat(seen).contains("cleaned up");
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done within PT0.005S")
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void theCallerGoesOnAfterATimeoutAndIsNotCancelledItself() {
    Task.Completer<Object> next = Task.completer();
    Task<Object> task =
        start(
            within(SOON, body(await(pending), result())),
            (carrier, before) -> {
              seen.add(before.failure());
              return Suspend.await((Completion) next.task(), carrier);
            },
            result());

    timers.fire();
    next.complete("went on");

    assertThat(seen).hasSize(1).first().isInstanceOf(TimeoutException.class);
    assertThat(Weft.await(task)).isEqualTo("went on");
  }

  @Test
  void aBodyThatReturnsInSpiteOfItsCancellationHasItsValueReturned() {
    Task<Object> task =
        start(within(SOON, body(await(pending), (carrier, before) -> "late")), result());

    timers.fire();

    assertThat(Weft.await(task)).isEqualTo("late");
  }

  @Test
  void aBodyIsNotBegunWithoutTime() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      Task<Object> task =
          start(within(none, body((carrier, before) -> seen.add("begun"))), result());

      assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(TimeoutException.class);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void aCallerThatIsCancelledWaitsForTheBodysFinallyBlocks() {
    Task<Object> task = start(within(FAR, waiting()), result());

    assertThat(task.cancel(true)).isTrue();
    assertThat(seen).hasSize(1).first().isInstanceOf(CancellationException.class);
    assertThat(task.isDone()).isFalse();
    cleanUp.complete("clean");

    assertThat(seen).contains("cleaned up");
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void cancelledAndTooLateTheCallerMeetsItsCancellation() {
    Task<Object> task = start(within(SOON, waiting()), result());

    assertThat(task.cancel(true)).isTrue();
    timers.fire();
    cleanUp.complete("clean");

    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void theOuterOfTwoDeadlinesEndsBothAndThrowsAtItsOwnCall() {
    Task<Object> task =
        start(
            within(
                SOON,
                body(
                    within(FAR, body(await(pending), result())),
                    (carrier, before) -> {
                      seen.add(before.failure());
                      return before.get();
                    })),
            result());
    assertThat(timers.armed).hasSize(2);

    timers.fire(SOON);

    assertThat(seen).hasSize(1).first().isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining(SOON.toString());
  }

  @Test
  void theInnerOfTwoDeadlinesLeavesTheOuterItsTime() {
    Task<Object> task =
        start(
            within(
                FAR,
                body(
                    within(SOON, body(await(pending), result())),
                    (carrier, before) -> {
                      seen.add(before.failure());
                      return Suspend.await((Completion) cleanUp.task(), carrier);
                    },
                    result())),
            result());

    timers.fire(SOON);
    cleanUp.complete("in time");

    assertThat(seen).hasSize(1).first().isInstanceOf(TimeoutException.class);
    assertThat(Weft.await(task)).isEqualTo("in time");
  }

  @Test
  void aBodyThatIsCancelledByItsOwnAwaitIsNotTakenForLate() {
    Task<Object> task = start(within(FAR, body(await(pending), result())), result());

    assertThat(completer.task().cancel(true)).isTrue();

    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(CancellationException.class);
  }

  @Test
  void ordinaryCodeBlocksNoLongerThanTheDeadline() {
    assertThatThrownBy(() -> Weft.withDeadline(SOON, body(await(pending), result())))
        .isInstanceOf(TimeoutException.class)
        .satisfies(
            late ->
                assertThat(late.getStackTrace())
                    .anyMatch(
                        call -> call.getClassName().startsWith(DeadlineTest.class.getName())));
  }

  @Test
  void aLoopThatIsClosedCancelsTheBodyAndTheCaller() throws Exception {
    EventLoop loop = Schedulers.eventLoop();
    Task<Object> task =
        Weft.start(loop, body(within(FAR, body(await(pending), result())), result()));
    var begun = new CountDownLatch(1);
    loop.schedule(begun::countDown);
    begun.await();

    loop.close();

    assertThat(pending.isCancelled()).isTrue();
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void onALoopTheTimerFiresByItself() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertThatThrownBy(
              () -> Weft.run(loop, body(within(SOON, body(await(pending), result())), result())))
          .isInstanceOf(TimeoutException.class);
    }
  }

  /** Time that passes when it is told to. */
  private static final class VirtualTime implements TimedScheduler {
    private final java.util.PriorityQueue<long[]> due =
        new java.util.PriorityQueue<>(java.util.Comparator.comparingLong((long[] each) -> each[0]));
    private final List<Runnable> actions = new ArrayList<>();
    long now;

    @Override
    public void schedule(Runnable step) {
      step.run();
    }

    @Override
    public Runnable scheduleAfter(long nanos, Runnable action) {
      actions.add(action);
      due.add(new long[] {now + nanos, actions.size() - 1});
      return () -> {};
    }

    void advanceToNext() {
      long[] next = due.remove();
      now = next[0];
      actions.get((int) next[1]).run();
    }
  }

  @Test
  void aSchedulersOwnClockIsTheOnlyOne() {
    var time = new VirtualTime();
    time.now = Duration.ofSeconds(1).toNanos();
    Part takesRealTime =
        (carrier, before) -> {
          long begun = System.nanoTime();
          while (System.nanoTime() - begun < 2_000_000) {
            Thread.onSpinWait();
          }
          return Suspend.await(pending, carrier);
        };
    Task<Object> task =
        Weft.start(
            time, body(within(Duration.ofSeconds(10), body(takesRealTime, result())), result()));

    time.advanceToNext();

    assertThat(time.now).isEqualTo(Duration.ofSeconds(11).toNanos());
    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(TimeoutException.class);
  }

  private AsyncCallable<Object> nested(int depth) {
    return depth == 0
        ? body(await(pending), result())
        : body(
            (carrier, before) -> Weft.withDeadline(FAR, nested(depth - 1), carrier.room(), carrier),
            result());
  }

  @Test
  void thousandsOfNestedDeadlinesDoNotOverflowTheStack() {
    Task<Object> task = Weft.start(timers, nested(5_000));
    assertThat(timers.armed).hasSize(5_000);

    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
  }

  private static AsyncCallable<Object> tasksInTasks(int depth) {
    return body(
        (carrier, before) -> depth == 0 ? "bottom" : Suspend.await(startInside(depth), carrier),
        result());
  }

  private static Completion startInside(int depth) {
    return (Completion) Weft.start(tasksInTasks(depth - 1));
  }

  @Test
  void norDoThousandsOfTasksThatStartEachOther() {
    assertThat(Weft.await(Weft.start(tasksInTasks(5_000)))).isEqualTo("bottom");
  }

  @Test
  void argumentsAreCheckedBeforeACoroutineIsMade() {
    WovenCarrier carrier = WovenCarrier.current();
    AsyncCallable<Object> none = null;
    assertThatThrownBy(() -> Weft.withDeadline(null, body(result()), 100, carrier))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("time");
    assertThatThrownBy(() -> Weft.withDeadline(Duration.ZERO, none, 100, carrier))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }

  @Test
  void veryLongAndVeryNegativeTimes() {
    Task<Object> never =
        start(within(Duration.ofSeconds(Long.MIN_VALUE), body(await(pending), result())), result());
    assertThatThrownBy(() -> Weft.await(never)).isInstanceOf(TimeoutException.class);

    Task<Object> longest =
        start(within(Duration.ofSeconds(Long.MAX_VALUE), body(await(pending), result())), result());
    assertThat(timers.armed)
        .hasSize(1)
        .first()
        .extracting(ManualTimers.Armed::nanos)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LONG)
        .isGreaterThan(Long.MAX_VALUE / 2);
    completer.complete("x");
    assertThat(Weft.await(longest)).isEqualTo("x");
    assertThat(dev.weft.internal.timers.Timers.nanos(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
  }

  private static final class Resource implements AutoCloseable {
    int closed;

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void aResultThatComesAfterTheCallersCancellationIsHandedBack() {
    var resource = new Resource();
    Task<Object> task =
        start(within(FAR, body(await(pending), goesOn(), (carrier, before) -> resource)), result());

    task.cancel(true);
    cleanUp.complete("late");

    assertThat(task.isCancelled()).isTrue();
    assertThat(resource.closed).isOne();
  }

  private Part goesOn() {
    return (carrier, before) -> Suspend.await((Completion) cleanUp.task(), carrier);
  }

  @Test
  void aResultThatWasThereBeforeComesBeforeTheCancellation() {
    var queue = new java.util.ArrayDeque<Runnable>();
    var resource = new Resource();
    Task<Object> task =
        Weft.start(
            queue::add,
            body(
                within(FAR, body(await(pending), (carrier, before) -> resource)),
                (carrier, before) -> {
                  seen.add(before.get());
                  return Suspend.await((Completion) cleanUp.task(), carrier);
                },
                (carrier, before) -> {
                  seen.add(before.failure());
                  return before.get();
                }));
    queue.remove().run();
    completer.complete("x");
    queue.remove().run(); // the body; its caller is woken

    task.cancel(true);
    queue.remove().run();

    assertThat(seen).hasSize(2).first().isSameAs(resource);
    assertThat(seen.get(1)).isInstanceOf(CancellationException.class);
    assertThat(resource.closed).isZero();
  }

  /** Whoever waited was woken twice from outside, and is gone when the body ends. */
  @Test
  void aResultThatComesAfterASecondFailureFromOutsideIsClosed() {
    var gate = (Stubborn) Stubborn.task();
    Task<Object> task =
        start(
            within(
                FAR,
                body(
                    await(pending), // where it is cancelled
                    (carrier, before) -> Suspend.await(gate, carrier),
                    (carrier, before) -> resource())),
            result());
    assertThat(task.cancel(true)).isTrue();
    var refused = new RejectedExecutionException("the scheduler ends");
    ((TaskCoroutine) task).interruptWith(refused);
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(refused);

    gate.finish("x");

    assertThat(seen).containsExactly("closed");
  }

  private Closeable resource() {
    return () -> seen.add("closed");
  }

  /** A scheduler of somebody's own that fails where a timer is given up. */
  @Test
  void aTimerThatCannotBeGivenUpCostsNobodyTheResult() {
    TimedScheduler fails =
        new TimedScheduler() {
          @Override
          public void schedule(Runnable step) {
            step.run();
          }

          @Override
          public Runnable scheduleAfter(long nanos, Runnable action) {
            return () -> {
              throw new IllegalStateException("cannot be given up");
            };
          }
        };
    List<Throwable> reported = new ArrayList<>();
    Thread thread = Thread.currentThread();
    var before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((on, failure) -> reported.add(failure));
    try {
      Task<Object> task =
          Weft.start(fails, body(within(FAR, body(await(pending), result())), result()));
      completer.complete("the result");
      assertThat(Weft.await(task)).isEqualTo("the result");
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
  }
}
