package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.spi.Scheduler;
import dev.weft.woven.Suspend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The schedulers that come along, and executors as schedulers. */
@Timeout(60)
class SchedulersTest {

  @Test
  void anExecutorIsAScheduler() {
    List<Runnable> queue = new ArrayList<>();

    Task<String> task = Weft.start(Scheduler.of(queue::add), () -> "x");

    assertThat(task.isDone()).isFalse();
    queue.remove(0).run();
    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void allStepsOfACoroutineRunOnItsScheduler() throws Exception {
    Task.Completer<Object> completer = Task.completer();
    var threads = new LinkedBlockingQueue<Thread>();
    Task<Object> task =
        Weft.start(
            Schedulers.workStealing(2),
            body(
                yielding(),
                (carrier, before) -> {
                  threads.add(Thread.currentThread());
                  return await((Completion) completer.task()).run(carrier, before);
                },
                (carrier, before) -> {
                  threads.add(Thread.currentThread());
                  return before.get();
                }));
    Thread first = threads.take();

    completer.complete("x");

    assertThat(task.get()).isEqualTo("x");
    assertThat(List.of(first, threads.take()))
        .allMatch(ForkJoinWorkerThread.class::isInstance)
        .allMatch(Thread::isDaemon);
  }

  @Test
  void coroutinesOnSeveralThreadsEachRunOneStepAtATime() throws Exception {
    Scheduler pool = Schedulers.workStealing(4);
    List<Task<Object>> tasks = new ArrayList<>();
    var total = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      int[] unguarded = {0};
      var parts = new HandWoven.Part[101];
      Arrays.fill(
          parts,
          (HandWoven.Part)
              (carrier, before) -> {
                unguarded[0]++;
                return yielding().run(carrier, before);
              });
      parts[100] = (carrier, before) -> total.addAndGet(unguarded[0]);
      tasks.add(Weft.start(pool, body(parts)));
    }
    for (Task<Object> task : tasks) {
      assertThat(task.get()).isInstanceOf(Integer.class);
    }

    assertThat(total).hasValue(5000);
  }

  @Test
  void aDelayWithoutTimersOfTheSchedulerUsesTheSharedOne() throws Exception {
    Task<Object> onPool =
        Weft.start(
            Schedulers.workStealing(1),
            body(
                (carrier, before) -> {
                  Suspend.delay(Duration.ofMillis(1), carrier);
                  return null;
                },
                (carrier, before) -> "after " + before.get()));

    assertThat(onPool.get()).isEqualTo("after null");
  }

  @Test
  void aSchedulerThatRunsEveryStepAtOnceIsOneToo() {
    Task.Completer<Object> completer = Task.completer();
    Task<Object> task =
        Weft.start(
            Runnable::run,
            body(yielding(), await((Completion) completer.task()), HandWoven.result()));
    assertThat(task.isDone()).isFalse();

    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void aDelayOfNoTimeDoesNotSuspend() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      Task<Object> task =
          Weft.start(
              body(
                  (carrier, before) -> {
                    Suspend.delay(none, carrier);
                    return "x";
                  }));

      assertThat(task.isDone()).isTrue();
      assertThat(Weft.await(task)).isEqualTo("x");
    }
  }

  @Test
  void theImmediateSchedulerHasAName() {
    assertThat(Schedulers.immediate()).hasToString("Schedulers.immediate()");
  }

  @Test
  void whatIsMissingOrTooSmallIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedulers.workStealing(0))
        .withMessage("a work-stealing scheduler needs at least one thread, not 0");
    Scheduler none = null;
    assertThatNullPointerException()
        .isThrownBy(() -> Weft.run(none, () -> "x"))
        .withMessage("scheduler");
  }
}
