package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.woven.Suspend;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was waited for and given up keeps nothing of those who waited. */
@Timeout(120)
class GivenUpWaitsTest {

  /** A future that whoever waits cannot cancel. */
  private static final class Shielded extends CompletableFuture<Object> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }
  }

  /**
   * A stage that does not end with those who wait for it.
   *
   * @param future completes it, and counts who has registered
   */
  private record Pending(CompletableFuture<Object> future, CompletionStage<Object> stage) {
    @Override
    public String toString() {
      return stage.getClass().getSimpleName();
    }
  }

  static Stream<Pending> stages() {
    var source = new CompletableFuture<>();
    var shielded = new Shielded();
    var foreign = new CompletableFuture<>();
    var handler =
        (java.lang.reflect.InvocationHandler)
            (proxy, method, args) -> method.invoke(foreign, args == null ? new Object[0] : args);
    @SuppressWarnings("unchecked")
    var proxy =
        (CompletionStage<Object>)
            java.lang.reflect.Proxy.newProxyInstance(
                GivenUpWaitsTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                handler);
    return Stream.of(
        new Pending(source, source.minimalCompletionStage()),
        new Pending(shielded, shielded),
        new Pending(foreign, proxy));
  }

  private static Task<Object> waitingFor(CompletionStage<?> stage) {
    return Weft.start(body((carrier, before) -> Suspend.await(stage, carrier), result()));
  }

  private static int dependents(Pending pending) {
    return pending.future.getNumberOfDependents();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void oneAfterTheOtherTheyDoNotAddUp(Pending pending) throws Exception {
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 5_000) {
        before = used();
      }
      assertThat(waitingFor(pending.stage).cancel(true)).isTrue();
    }
    assertThat((used() - before) / 15_000).as("bytes for each wait").isLessThan(100);
    assertThat(dependents(pending)).isLessThanOrEqualTo(2);
    assertStillWakes(pending);
  }

  @ParameterizedTest
  @MethodSource("stages")
  void allAtATimeTheyDoNotAddUp(Pending pending) throws Exception {
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      tasks.add(waitingFor(pending.stage));
    }
    tasks.forEach(task -> task.cancel(true));
    assertThat(dependents(pending)).isLessThanOrEqualTo(2);
    assertStillWakes(pending);
  }

  private static void assertStillWakes(Pending pending) throws Exception {
    Task<Object> first = waitingFor(pending.stage);
    Task<Object> second = waitingFor(pending.stage);
    pending.future.complete("x");
    assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("x");
    assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo("x");
    assertThat(waitingFor(pending.stage).get()).isEqualTo("x");
  }

  private static long used() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @ParameterizedTest
  @MethodSource("stages")
  void nothingOfTheCoroutineStays(Pending pending) throws Exception {
    WeakReference<Object> kept = waitAndGiveUp(pending.stage);
    awaitCleared(kept);
    assertThat(pending.future.isDone()).isFalse();
  }

  private static WeakReference<Object> waitAndGiveUp(CompletionStage<?> stage) {
    var local = new Object();
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) -> Suspend.await(stage, carrier),
                (carrier, before) -> local.hashCode()));
    assertThat(task.cancel(true)).isTrue();
    return new WeakReference<>(local);
  }

  static void awaitCleared(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; reference.get() != null && i < 500; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(reference.get()).isNull();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void aFailureReachesWhoeverStillWaits(Pending pending) {
    waitingFor(pending.stage).cancel(true);
    Task<Object> task = waitingFor(pending.stage);
    var failure = new IOException("broken");

    pending.future.completeExceptionally(failure);

    assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasCause(failure);
  }

  @Test
  void aStageThatNobodyElseKnowsIsNotKept() throws Exception {
    awaitCleared(awaitOnOneThatIsDropped());
  }

  private static WeakReference<Object> awaitOnOneThatIsDropped() {
    var stage = new Shielded();
    Task<Object> task = waitingFor(stage);
    assertThat(task.isDone()).isFalse();
    return new WeakReference<>(stage);
  }

  @Test
  void ofManyWhoWaitForATaskEachCanLeave() {
    Completion stubborn = Stubborn.task();
    List<Task<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      tasks.add(Weft.start(body((carrier, before) -> Suspend.await(stubborn, carrier), result())));
    }
    for (int i = 0; i < 1_000; i += 2) {
      assertThat(tasks.get(i).cancel(true)).isTrue();
    }
    ((Stubborn) stubborn).finish("x");
    for (int i = 0; i < 1_000; i++) {
      assertThat(tasks.get(i).isDone()).isTrue();
      assertThat(tasks.get(i).isCancelled()).isEqualTo(i % 2 == 0);
    }
  }

  @Test
  void anInterruptedBlockingWaitUnsubscribes() throws Exception {
    Task.Completer<Object> completer = Task.completer();
    Field outcome = Completion.class.getDeclaredField("outcome");
    outcome.setAccessible(true);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> completer.task().get(1, TimeUnit.HOURS))
        .isInstanceOf(InterruptedException.class);
    assertThat(outcome.get(completer.task())).isNull();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> completer.task().get()).isInstanceOf(InterruptedException.class);
    assertThat(outcome.get(completer.task())).isNull();
  }
}
