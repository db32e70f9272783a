package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The futures of tasks block no thread that must not block, and behave as the JDK's. */
@Timeout(60)
class LoopSafeFutureTest extends LoopFixture {

  private final Task.Completer<Object> completer = Task.completer();
  private final Task<Object> pending =
      Weft.start(loop, body(await((Completion) completer.task()), result()));

  @Test
  void onALoopsThreadTheyRefuseToBlock() throws Exception {
    CompletableFuture<Object> future = pending.toCompletableFuture();
    CompletableFuture<Object> derived = future.thenApply(x -> x).handle((x, failure) -> x);
    for (CompletableFuture<Object> each : List.of(future, derived, pending.thenApply(x -> x))) {
      List<Callable<Object>> blocking =
          List.of(each::join, each::get, () -> each.get(1, TimeUnit.HOURS));
      for (Callable<Object> call : blocking) {
        List<Throwable> met = new ArrayList<>();
        runOnLoop(
            () -> {
              try {
                met.add(new AssertionError("returned " + call.call()));
              } catch (Throwable refused) {
                met.add(refused);
              }
            });
        assertThat(met.get(0))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("must never block");
      }
    }
    List<Object> now = new ArrayList<>();
    runOnLoop(() -> now.add(future.getNow("not yet")));
    assertThat(now).containsExactly("not yet");

    completer.complete("x");
    assertThat(derived.join()).isEqualTo("x");
    runOnLoop(() -> now.add(derived.join()));
    assertThat(now).last().isEqualTo("x");
  }

  @Test
  void onTheThreadOfItsManualSchedulerTheyRefuseToBlock() {
    ManualScheduler manual = Schedulers.manual();
    Task<Object> task = Weft.start(manual, body((carrier, before) -> "x"));

    assertThatThrownBy(() -> task.toCompletableFuture().join())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call run()");
    manual.run();
    assertThat(task.toCompletableFuture().join()).isEqualTo("x");
  }

  @Test
  void getThrowsWhatLiesInACompletionExceptionAsTheJdkDoes() {
    var cause = new IOException("inside");
    var wrapper = new CompletionException(cause);
    Task<Object> task = Task.failed(wrapper);
    var jdk = CompletableFuture.failedFuture(wrapper);

    assertThatThrownBy(jdk::get).isInstanceOf(ExecutionException.class).hasCause(cause);
    assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasCause(cause);
    assertThatThrownBy(() -> task.get(1, TimeUnit.SECONDS)).hasCause(cause);
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(wrapper);
    var bare = new CompletionException(null);
    assertThatThrownBy(() -> Task.failed(bare).get()).hasCause(bare);
  }

  @Test
  void whatWasCancelledDoesNotRunAsWithTheJdk() {
    var ran = new AtomicBoolean();
    List<CompletableFuture<Object>> stages =
        List.of(
            stage(
                completer.task().exceptionallyAsync(failure -> ran.getAndSet(true), Runnable::run)),
            stage(
                completer
                    .task()
                    .exceptionallyCompose(
                        failure -> CompletableFuture.completedFuture(ran.getAndSet(true)))),
            stage(
                completer
                    .task()
                    .exceptionallyComposeAsync(
                        failure -> CompletableFuture.completedFuture(ran.getAndSet(true)),
                        Runnable::run)));
    stages.forEach(stage -> assertThat(stage.cancel(true)).isTrue());

    completer.fail(new IOException("late"));

    assertThatThrownBy(pending::get).hasMessageContaining("late");
    assertThat(ran).isFalse();
  }

  private static CompletableFuture<Object> stage(
      java.util.concurrent.CompletionStage<Object> stage) {
    return stage.toCompletableFuture();
  }
}
