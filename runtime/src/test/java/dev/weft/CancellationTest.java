package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.woven.Suspend;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What cancelling does to a coroutine: where it is told, how often, and what it reports. */
class CancellationTest extends CancellationFixture {

  private static Completion open() {
    return (Completion) Task.completer().task();
  }

  @Test
  void aSuspendedCoroutineMeetsACancellationWhereItWaits() {
    Task<Object> task = Weft.start(body(await(pending), note()));

    assertThat(task.cancel(true)).isTrue();

    assertThat(seen).hasSize(1).allMatch(CancellationException.class::isInstance);
  }

  @Test
  void whatItWaitsForIsCancelledToo() {
    Task<Object> inner = Weft.start(body(await(pending), result()));
    Task<Object> outer = Weft.start(body(await((Completion) inner), result()));

    outer.cancel(true);

    assertThat(outer.isCancelled()).isTrue();
    assertThat(inner.isCancelled()).isTrue();
    assertThat(completer.task().isCancelled()).isTrue();
  }

  @Test
  void itIsReportedAsCancelledOnlyIfTheCancellationEndedIt() {
    Task<Object> stops = Weft.start(body(await(pending), result()));
    Task<Object> goesOn = Weft.start(body(await(pending), note(), (carrier, before) -> "fine"));

    stops.cancel(true);
    goesOn.cancel(true);

    assertThat(stops.isCancelled()).isTrue();
    assertThatThrownBy(() -> Weft.await(stops)).isInstanceOf(CancellationException.class);
    assertThat(goesOn.isCancelled()).isFalse();
    assertThat(Weft.await(goesOn)).isEqualTo("fine");
  }

  @Test
  void aFinallyBlockMaySuspendAgainAndIsNotCancelledTwice() {
    Task<Object> task = Weft.start(body(await(pending), note(cleanUp), note()));

    task.cancel(true);
    assertThat(task.isDone()).isFalse();
    assertThat(other.task().isCancelled()).isFalse();
    other.complete("cleaned up");

    assertThat(task.isDone()).isTrue();
    assertThat(seen).hasSize(2).last().isEqualTo("cleaned up");
  }

  @Test
  void askingAgainDeliversAgain() {
    Task<Object> task = Weft.start(body(await(pending), note(cleanUp), note()));

    assertThat(task.cancel(true)).isTrue();
    assertThat(task.isDone()).isFalse();
    assertThat(task.cancel(true)).isTrue();

    assertThat(other.task().isCancelled()).isTrue();
    assertThat(task.isDone()).isTrue();
    assertThat(seen).hasSize(2).allMatch(CancellationException.class::isInstance);
  }

  @Test
  void whoOnlyPassesACancellationOnDoesNotDeliverItAgain() {
    Task<Object> task = Weft.start(body(await(pending), note(cleanUp), note()));
    Task<Object> waiting = Weft.start(body(await((Completion) task), result()));

    task.cancel(true);
    waiting.cancel(true);

    assertThat(task.isDone()).isFalse();
    assertThat(other.task().isCancelled()).isFalse();
    other.complete("cleaned up");
    assertThat(seen).hasSize(2).last().isEqualTo("cleaned up");
  }

  @Test
  void aTaskThatOthersAwaitIsNotCancelledWithOneOfThem() {
    Task<Object> shared = Weft.start(body(await(pending), result()));
    Task<Object> first = Weft.start(body(await((Completion) shared), result()));
    Task<Object> second = Weft.start(body(await((Completion) shared), result()));

    first.cancel(true);
    assertThat(first.isCancelled()).isTrue();
    assertThat(shared.isDone()).isFalse();
    second.cancel(true);
    assertThat(second.isCancelled()).isTrue();
    assertThat(shared.isCancelled()).isTrue();
  }

  @Test
  void cancellingAfterTheEndIsRefused() {
    Task<Object> done = Weft.start(body((carrier, before) -> "x"));
    Task<Object> suspended = Weft.start(body(await(pending), result()));

    assertThat(done.cancel(true)).isFalse();
    assertThat(suspended.cancel(true)).isTrue();
    assertThat(suspended.cancel(true)).isFalse(); // it is done by the first
    assertThat(done.isCancelled()).isFalse();
  }

  @Test
  void aCompletionAfterTheCancellationDoesNotResumeALaterSuspension() {
    Completion stubborn = Stubborn.task();
    Task<Object> task = Weft.start(body(await(stubborn), note(cleanUp), note()));

    task.cancel(true);
    ((Stubborn) stubborn).finish("late");

    assertThat(seen).hasSize(1);
    assertThat(task.isDone()).isFalse();
    other.complete("x");
    assertThat(seen).hasSize(2).last().isEqualTo("x");
  }

  @Test
  void aRunningCoroutineMeetsItAtItsNextSuspension() {
    var self = new ArrayList<Task<Object>>();
    Task<Object> task =
        Weft.start(
            body(
                await(pending),
                (carrier, before) -> {
                  assertThat(self.get(0).cancel(true)).isTrue();
                  seen.add("still running");
                  return Suspend.await(cleanUp, carrier);
                },
                note(open()),
                note()));
    self.add(task);

    completer.complete("x");

    assertThat(seen).hasSize(2).first().isEqualTo("still running");
    assertThat(seen.get(1)).isInstanceOf(CancellationException.class);
    assertThat(other.task().isCancelled()).as("nobody else waits for it").isTrue();
    assertThat(task.isDone()).isFalse();
  }
}
