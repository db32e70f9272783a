package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.failing;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Weft.withDeadline}: in time, too late, cancelled. */
@Timeout(60)
class DeadlineTest extends DeadlineFixture {

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
}
