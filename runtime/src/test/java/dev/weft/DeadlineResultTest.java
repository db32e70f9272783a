package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.TimedScheduler;
import dev.weft.woven.Suspend;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Weft.withDeadline}: who gets the result of a body that comes late. */
@Timeout(60)
class DeadlineResultTest extends DeadlineFixture {

  private static final class Resource implements AutoCloseable {
    int closed;

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void aBodyThatReturnsInSpiteOfItsCancellationHasItsValueReturned() {
    Task<Object> task =
        start(within(SOON, body(await(pending), (carrier, before) -> "late")), result());

    timers.fire();

    assertThat(Weft.await(task)).isEqualTo("late");
  }

  /** The cancellation is met at the caller's next suspension point. */
  @Test
  void aResultThatComesAfterTheCallersCancellationIsReturned() {
    var resource = new Resource();
    Task<Object> task =
        start(
            within(FAR, body(await(pending), goesOn(), (carrier, before) -> resource)),
            (carrier, before) -> {
              seen.add(before.get());
              return Suspend.await((Completion) Task.completer().task(), carrier);
            },
            result());

    task.cancel(true);
    cleanUp.complete("late");

    assertThat(seen).containsExactly(resource);
    assertThat(resource.closed).isZero();
    assertThat(task.isCancelled()).isTrue();
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
