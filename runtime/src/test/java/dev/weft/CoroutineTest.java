package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static dev.weft.internal.engine.HandWoven.yielding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Coroutines that await: what they are given, what is thrown into them, and when they go on. */
class CoroutineTest {

  private final Task.Completer<Object> completer = Task.completer();
  private final Completion pending = (Completion) completer.task();

  @Test
  void aBodyThatDoesNotSuspendIsDoneAtOnce() {
    assertThat(Weft.await(Weft.start(body((carrier, before) -> "x")))).isEqualTo("x");
  }

  @Test
  void aFinishedTaskIsNotWaitedFor() {
    Task<Object> task = Weft.start(body(await((Completion) Task.completed("x")), result()));

    assertThat(task.isDone()).isTrue();
    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void aCoroutineGoesOnWhereTheTaskIsCompleted() {
    var ranOn = new ArrayList<Thread>();
    Task<Object> task =
        Weft.start(
            body(
                await(pending),
                (carrier, before) -> {
                  ranOn.add(Thread.currentThread());
                  return before.get();
                }));
    assertThat(task.isDone()).isFalse();

    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
    assertThat(ranOn).containsExactly(Thread.currentThread());
  }

  @Test
  void aBodyThatSuspendsWithoutAFrameIsNotRunAgain() {
    var runs = new AtomicInteger();
    HandWoven.Part yields =
        (carrier, before) -> {
          runs.incrementAndGet();
          Suspend.yieldNow(carrier);
          return null;
        };

    assertThat(Weft.await(Weft.start(body(yields)))).isNull();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aTaskSaysThatItHasNotStarted() {
    var ready = new ArrayDeque<Runnable>();

    Task<Object> task = Weft.start(ready::add, body(await(pending), result()));

    assertThat(task.toString()).isEqualTo("Task[not started]");
    ready.remove().run();
    assertThat(task.toString()).startsWith("Task[at ");
    assertThat(task.cancel(true)).isTrue();
  }

  @Test
  void whatTheBodyThrowsIsInTheTask() {
    var early = new IOException("before the first suspension");
    var late = new IOException("after it");

    Task<Object> first = Weft.start(body((carrier, before) -> sneak(early)));
    Task<Object> second = Weft.start(body(await(pending), (carrier, before) -> sneak(late)));
    completer.complete("x");

    assertThatThrownBy(() -> Weft.await(first)).isSameAs(early);
    assertThatThrownBy(() -> Weft.await(second)).isSameAs(late);
  }

  private static Object sneak(Throwable failure) throws Throwable {
    throw failure;
  }

  @Test
  void whatTheTaskFailedWithIsThrownIntoTheCoroutine() {
    var failure = new IOException("checked");
    var seen = new ArrayList<Throwable>();
    Task<Object> task =
        Weft.start(
            body(
                await(pending),
                (carrier, before) -> {
                  seen.add(before.failure());
                  return "handled";
                }));

    completer.fail(failure);

    assertThat(seen).containsExactly(failure);
    assertThat(Weft.await(task)).isEqualTo("handled");
  }

  @Test
  void waitersGoOnFirstComeFirstServed() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      var unused = Weft.start(body(await(pending), (carrier, before) -> order.add(number)));
    }

    completer.complete("x");

    assertThat(order).hasSize(100).isSorted();
  }

  @Test
  void suspendedCallersGetTheResultOfTheirCallees() {
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) ->
                    new HandWoven(
                            (inner, none) -> new HandWoven(await(pending), result()).call(inner),
                            (inner, given) -> given.get() + "!")
                        .call(carrier),
                (carrier, before) -> before.get() + "?"));

    completer.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x!?");
  }

  @Test
  void anExceptionWhoseTraceCannotBeCompletedStillEndsTheCoroutine() {
    var failure =
        new IllegalStateException("odd") {
          private static final long serialVersionUID = 1;

          @Override
          public void setStackTrace(StackTraceElement[] trace) {
            throw new UnsupportedOperationException("it is as it is");
          }
        };
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) ->
                    new HandWoven(await(pending), (inner, given) -> sneak(failure)).call(carrier),
                result()));

    completer.complete("x");

    assertThat(task.isDone()).isTrue();
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(failure);
  }

  @Test
  void yieldingAloneJustGoesOn() {
    assertThat(Weft.await(Weft.start(body(yielding(), yielding(), result())))).isNull();
  }

  @Test
  void aCallThatIsTooDeepGoesOnOnAFreshStack() {
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) -> {
                  carrier.startLater(new HandWoven((inner, none) -> "deep"));
                  return null;
                },
                result()));

    assertThat(task.isDone()).isTrue();
    assertThat(Weft.await(task)).isEqualTo("deep");
  }

  @Test
  void theTextOfATaskSaysWhereItStands() {
    Task<Object> task = Weft.start(body(await(pending), result()));
    assertThat(task.toString()).startsWith("Task[at dev.weft.internal.engine.HandWoven.resume");

    completer.complete("x");

    assertThat(task.toString()).isEqualTo("Task[succeeded]");
  }
}
