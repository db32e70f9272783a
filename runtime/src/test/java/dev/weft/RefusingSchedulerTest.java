package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.spi.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Schedulers that refuse a step: the coroutine fails with the refusal and still cleans up. */
class RefusingSchedulerTest {

  private final RejectedExecutionException refusal = new RejectedExecutionException("full");

  private final Task.Completer<Object> completer = Task.completer();
  private final List<Object> seen = new ArrayList<>();

  /** Takes some steps, then no more. */
  private final class Limited implements Scheduler {
    final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int left;

    Limited(int steps) {
      left = steps;
    }

    @Override
    public void schedule(Runnable step) {
      if (left-- <= 0) {
        throw refusal;
      }
      queue.add(step);
    }

    void runOne() {
      queue.remove().run();
    }
  }

  private HandWoven.Part note() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? String.valueOf(before.value()) : before.failure());
      return before.get();
    };
  }

  @Test
  void refusedAtTheStartTheBodyDoesNotRun() {
    Task<Object> task = Weft.start(new Limited(0), body(note()));

    assertThat(task.isDone()).isTrue();
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(refusal);
    assertThat(seen).isEmpty();
  }

  @Test
  void refusedAtAWakeUpTheAwaitThrowsTheRefusal() {
    var scheduler = new Limited(1);
    Task<Object> task = Weft.start(scheduler, body(await((Completion) completer.task()), note()));
    scheduler.runOne();

    completer.complete("x");

    assertThat(seen).containsExactly(refusal);
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(refusal);
  }

  @Test
  void refusedAtAYieldTheYieldThrowsTheRefusal() {
    var scheduler = new Limited(1);
    Task<Object> task = Weft.start(scheduler, body(yielding(), note()));

    scheduler.runOne();

    assertThat(seen).containsExactly(refusal);
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(refusal);
  }

  @Test
  void refusedAtACancellationTheCoroutineStillCleansUp() {
    var scheduler = new Limited(1);
    Task<Object> task = Weft.start(scheduler, body(await((Completion) completer.task()), note()));
    scheduler.runOne();

    assertThat(task.cancel(true)).isTrue();

    assertThat(seen).containsExactly(refusal);
    assertThat(task.isDone()).isTrue();
    assertThat(completer.task().isCancelled()).isTrue();
  }

  @Test
  void anyErrorOfASchedulerCountsAsARefusal() {
    var error = new AssertionError("broken scheduler");
    Task<Object> task =
        Weft.start(
            step -> {
              throw error;
            },
            body(note()));

    assertThatThrownBy(() -> Weft.await(task)).isSameAs(error);
  }

  /** Where the scheduler's call had no stack left, the coroutine needs that of another thread. */
  @Test
  void aSchedulerThatOverflowsTheStackDoesNotLoseTheCoroutine() throws Exception {
    var overflow = new StackOverflowError("deep");
    List<Boolean> sameThread = new ArrayList<>();
    Thread deep = Thread.currentThread();
    Scheduler scheduler =
        new Scheduler() {
          private boolean begun;

          @Override
          public void schedule(Runnable step) {
            if (begun) {
              throw overflow;
            }
            begun = true;
            step.run();
          }
        };
    Task<Object> task =
        Weft.start(
            scheduler,
            body(
                await((Completion) completer.task()),
                (carrier, before) -> {
                  sameThread.add(Thread.currentThread() == deep);
                  return before.get();
                }));

    completer.complete("x");

    assertThatThrownBy(task::get).hasCause(overflow);
    assertThat(sameThread).containsExactly(false);
  }
}
