package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.spi.TimedScheduler;
import dev.weft.woven.Suspend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Weft.withDeadline}: deadlines in deadlines, and whose time it is that passes. */
@Timeout(60)
class DeadlineTimesTest extends DeadlineFixture {

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

  @Test
  void onALoopTheTimerFiresByItself() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertThatThrownBy(
              () -> Weft.run(loop, body(within(SOON, body(await(pending), result())), result())))
          .isInstanceOf(TimeoutException.class);
    }
  }
}
