package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.failing;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a task on a thread that may block: {@code get} and {@code Weft.run}. */
@Timeout(60)
class TaskBlockingTest {

  private final Task.Completer<Object> completer = Task.completer();
  private final Task<Object> task = completer.task();

  /** Runs {@code call} on a thread of its own and waits until that thread blocks. */
  private static <T> FutureTask<T> blocked(java.util.concurrent.Callable<T> call, Thread[] on) {
    var future = new FutureTask<>(call);
    on[0] = new Thread(future);
    on[0].start();
    while (on[0].getState() != Thread.State.WAITING
        && on[0].getState() != Thread.State.TIMED_WAITING) {
      assertThat(future.isDone()).isFalse();
      Thread.onSpinWait();
    }
    return future;
  }

  @Test
  void getWaitsForTheResult() throws Exception {
    FutureTask<Object> waiting = blocked(task::get, new Thread[1]);

    completer.complete("x");

    assertThat(waiting.get()).isEqualTo("x");
    assertThat(task.get()).isEqualTo("x");
    assertThat(task.get(0, TimeUnit.SECONDS)).isEqualTo("x");
  }

  @Test
  void getWrapsAFailure() {
    var failure = new IOException("disk");
    completer.fail(failure);

    assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasCause(failure);
    assertThatThrownBy(() -> task.get(1, TimeUnit.DAYS))
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
  }

  @Test
  void getThrowsACancellationAsItIs() {
    task.cancel(true);

    assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void getGivesUpWhenTheTimeHasPassedAndTheTaskGoesOn() throws Exception {
    assertThatThrownBy(() -> task.get(2, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done after 2 ms: Task[pending]");
    assertThat(task.isDone()).isFalse();

    completer.complete("x");
    assertThat(task.get(1, TimeUnit.DAYS)).isEqualTo("x");
  }

  @Test
  void getMayBeInterruptedAndTheTaskGoesOn() throws Exception {
    var thread = new Thread[1];
    FutureTask<Object> waiting = blocked(task::get, thread);

    thread[0].interrupt();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(task.isDone()).isFalse();
  }

  @Test
  void runReturnsTheResultOrThrowsWhatTheBodyThrew() throws Exception {
    var failure = new IOException("disk");
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertThat(Weft.run(loop, body((carrier, before) -> "x"))).isEqualTo("x");
      assertThatThrownBy(() -> Weft.run(loop, body(failing(failure)))).isSameAs(failure);
    }
  }

  @Test
  void runOfABodyWithoutAResult() {
    var ran = new CountDownLatch(1);

    Weft.run(Schedulers.immediate(), (AsyncRunnable) ran::countDown);

    assertThat(ran.getCount()).isZero();
  }

  @Test
  void anInterruptOfRunCancelsTheCoroutineAndIsKept() throws Exception {
    var thread = new Thread[1];
    var interrupted = new boolean[1];
    try (EventLoop loop = Schedulers.eventLoop()) {
      FutureTask<Object> waiting =
          blocked(
              () -> {
                try {
                  return Weft.run(loop, body(await((Completion) task), result()));
                } finally {
                  interrupted[0] = Thread.interrupted();
                }
              },
              thread);
      assertThat(Weft.run(loop, () -> "now the coroutine is suspended")).isNotNull();

      thread[0].interrupt();

      assertThatThrownBy(waiting::get).hasCauseInstanceOf(CancellationException.class);
    }
    assertThat(interrupted[0]).isTrue();
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void manyThreadsMayWaitForOneTask() throws Exception {
    FutureTask<?>[] waiting = new FutureTask<?>[10];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = blocked(task::get, new Thread[1]);
    }

    completer.complete("x");

    for (FutureTask<?> each : waiting) {
      Object value = each.get();
      assertThat(value).isEqualTo("x");
    }
  }

  @Test
  void aCoroutineThatBlocksItsThreadFirstRunsWhatItHasWoken() {
    Task.Completer<Object> first = Task.completer();
    Task<Object> woken = Weft.start(body(await((Completion) first.task()), result()));

    Task<Object> blocking =
        Weft.start(
            body(
                (carrier, before) -> {
                  first.complete("x"); // the woken coroutine is put off, and waited for next
                  return woken.get();
                }));

    assertThat(Weft.await(blocking)).isEqualTo("x");
  }
}
