package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.failing;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.woven.Suspend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures that nobody hears of are reported, once; those that somebody hears of are not. */
@Timeout(120)
class UnobservedFailureTest {

  private final List<Throwable> reported = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    Weft.onUnobservedFailure(reported::add);
  }

  @AfterEach
  void listenNoMore() {
    Weft.onUnobservedFailure(null);
  }

  /** Reports that are due have come when one that was made last has come. */
  private void collect() throws InterruptedException {
    var last = new IOException("the last one");
    dropFailed(last);
    for (int i = 0; !reported.contains(last) && i < 1_000; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(reported).contains(last);
    reported.remove(last);
  }

  private static void dropFailed(Throwable failure) {
    var unused = Weft.start(body(failing(failure)));
  }

  @Test
  void aDroppedTaskIsReportedOnce() throws Exception {
    var failure = new IOException("dropped");
    var fatal = new OutOfMemoryError("not really");
    dropFailed(failure);
    dropFailed(fatal);

    collect();
    collect();

    assertThat(reported).containsExactlyInAnyOrder(failure, fatal);
  }

  @Test
  void soIsOneThatFailsAfterASuspension() throws Exception {
    var failure = new IOException("later");
    failLater(failure);

    collect();

    assertThat(reported).containsExactly(failure);
  }

  private static void failLater(Throwable failure) {
    Task.Completer<Object> completer = Task.completer();
    var unused = Weft.start(body(await((Completion) completer.task()), failing(failure)));
    completer.complete("x");
  }

  @Test
  void aLoopThatEndsReportsThoseOfItsTasks() throws Exception {
    var failure = new IOException("on the loop");
    Task<Object> task;
    try (EventLoop loop = Schedulers.eventLoop()) {
      task = Weft.start(loop, body(failing(failure)));
    }
    assertThat(reported).containsExactly(failure);
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(failure);
    collect();
    assertThat(reported).hasSize(1);
  }

  @Test
  void whatWasHeardOfIsNotReported() throws Exception {
    var failure = new IOException("heard");
    assertThatThrownBy(() -> Weft.await(Weft.start(body(failing(failure))))).isSameAs(failure);
    assertThatThrownBy(() -> Weft.start(body(failing(failure))).get()).hasCause(failure);
    assertThatThrownBy(() -> Weft.start(body(failing(failure))).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class);
    registered(failure);
    awaitedBefore(failure);

    collect();

    assertThat(reported).isEmpty();
  }

  private static void registered(Throwable failure) {
    var unused = Weft.start(body(failing(failure))).whenComplete((value, thrown) -> {});
  }

  private static void awaitedBefore(Throwable failure) {
    Task.Completer<Object> completer = Task.completer();
    Task<Object> inner = Weft.start(body(await((Completion) completer.task()), failing(failure)));
    Task<Object> outer =
        Weft.start(body(await((Completion) inner), (carrier, before) -> "caught it"));
    completer.complete("x");
    assertThat(Weft.await(outer)).isEqualTo("caught it");
  }

  @Test
  void cancellationsAndResultsAreNotReported() throws Exception {
    cancelled();
    var unused = Weft.start(body((carrier, before) -> "x"));

    collect();

    assertThat(reported).isEmpty();
  }

  private static void cancelled() {
    Task<Object> task = Weft.start(body(await((Completion) Task.completer().task()), result()));
    assertThat(task.cancel(true)).isTrue();
  }

  @Test
  void toLookAtItsTextIsNotToHearOfIt() throws Exception {
    var failure = new IOException("only its text");
    String text = textOf(failure);

    collect();

    assertThat(text).isEqualTo("Task[failed: java.io.IOException: only its text]");
    assertThat(reported).containsExactly(failure);
  }

  private static String textOf(Throwable failure) {
    Task<Object> task = Weft.start(body(failing(failure)));
    assertThat(task.isDone()).isTrue();
    assertThat(task.isCancelled()).isFalse();
    return task.toString();
  }

  @Test
  void byDefaultTheUncaughtExceptionHandlerIsTold() throws Exception {
    Weft.onUnobservedFailure(null);
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    try {
      var failure = new IOException("by default");
      dropFailed(failure);
      collect();
      assertThat(reported).containsExactly(failure);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void theTextOfATaskSaysHowItEndedAndWhatItWaitsFor() {
    Task<Object> inner = Weft.start(body(await((Completion) Task.completer().task()), result()));
    Task<Object> outer = Weft.start(body(await((Completion) inner), result()));

    assertThat(inner.toString()).endsWith(", waits for a completer]");
    assertThat(outer.toString())
        .contains("waits for the task at dev.weft.internal.engine.HandWoven");
    assertThat(outer.cancel(true)).isTrue();
    assertThat(outer.toString()).isEqualTo("Task[cancelled]");
    assertThat(Task.completed(1).toString()).isEqualTo("Task[succeeded]");
  }

  @Test
  void thoseWhoGaveUpHaveNotHeardOfIt() throws Exception {
    var failure = new IOException("after all had given up");
    failWhenAllHaveGivenUp(40, failure);

    collect();

    assertThat(reported).containsExactly(failure);
  }

  @Test
  void whoCameAfterOthersHadGivenUpHasHeardOfIt() throws Exception {
    var failure = new IOException("heard by the last one");
    Task.Completer<Object> gate = Task.completer();
    Task<Object> inner = failingBehind((Completion) gate.task(), failure);
    giveUp(40, inner);
    Task<Object> last =
        Weft.start(body(await((Completion) inner), (carrier, before) -> before.failure()));
    gate.complete("x");

    collect();

    assertThat(Weft.await(last)).isSameAs(failure);
    assertThat(reported).isEmpty();
  }

  private static void failWhenAllHaveGivenUp(int waiters, Throwable failure) {
    Task.Completer<Object> gate = Task.completer();
    giveUp(waiters, failingBehind((Completion) gate.task(), failure));
    gate.complete("x");
  }

  /** A task that takes no notice of its cancellation, which comes when a waiter is cancelled. */
  private static Task<Object> failingBehind(Completion gate, Throwable failure) {
    return Weft.start(
        body(
            await(Stubborn.task()),
            (carrier, before) -> Suspend.await(gate, carrier),
            failing(failure)));
  }

  private static void giveUp(int waiters, Task<Object> task) {
    List<Task<Object>> all = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      all.add(Weft.start(body(await((Completion) task), result())));
    }
    for (Task<Object> each : all) {
      assertThat(each.cancel(true)).isTrue();
    }
  }

  @Test
  void aLoopThatEndsReportsThoseThatItRefused() throws Exception {
    var failure = new IOException("refused, and failed");
    var begun = new CountDownLatch(1);
    EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ofMillis(50)).build();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                (carrier, before) -> {
                  begun.countDown();
                  return Suspend.await(Stubborn.task(), carrier);
                },
                (carrier, before) -> Suspend.await(Stubborn.task(), carrier), // was cancelled
                failing(failure)));
    begun.await();
    loop.close();

    assertThat(reported).containsExactly(failure);
    assertThat(task.isDone()).isTrue();
  }
}
