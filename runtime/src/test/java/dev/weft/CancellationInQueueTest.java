package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Cancelling a coroutine that stands in its scheduler's queue. */
class CancellationInQueueTest extends CancellationFixture {

  @Test
  void aCoroutineCancelledBeforeItStartsDoesNotRun() {
    List<Runnable> queue = new ArrayList<>();
    Task<Object> task = Weft.start(queue::add, body((carrier, before) -> seen.add("ran")));

    assertThat(task.cancel(true)).isTrue();
    assertThat(task.isDone()).as("its scheduler has not run it yet").isFalse();
    queue.remove(0).run();

    assertThat(task.isCancelled()).isTrue();
    assertThat(seen).isEmpty();
    assertThat(queue).isEmpty();
  }

  @Test
  void aCoroutineCancelledInTheQueueAfterAYieldMeetsItThere() {
    List<Runnable> queue = new ArrayList<>();
    Task<Object> task = Weft.start(queue::add, body(yielding(), note()));
    queue.remove(0).run();

    task.cancel(true);
    queue.remove(0).run();

    assertThat(seen).hasSize(1).allMatch(CancellationException.class::isInstance);
    assertThat(queue).isEmpty();
  }

  @Test
  void aResultThatArrivedBeforeTheCancellationIsNotLost() {
    List<Runnable> queue = new ArrayList<>();
    Task<Object> task = Weft.start(queue::add, body(await(pending), note(cleanUp), note()));
    queue.remove(0).run();
    completer.complete("a resource");

    task.cancel(true);
    queue.remove(0).run();

    assertThat(seen).hasSize(2).first().isEqualTo("a resource");
    assertThat(seen.get(1)).isInstanceOf(CancellationException.class);
    assertThat(queue).isEmpty();
  }

  @Test
  void aCoroutineThatEndsWithoutSuspendingAgainIgnoresIt() {
    List<Runnable> queue = new ArrayList<>();
    Task<Object> task = Weft.start(queue::add, body(await(pending), result()));
    queue.remove(0).run();
    completer.complete("x");

    assertThat(task.cancel(true)).isTrue();
    queue.remove(0).run();

    assertThat(task.isCancelled()).isFalse();
    assertThat(Weft.await(task)).isEqualTo("x");
  }
}
