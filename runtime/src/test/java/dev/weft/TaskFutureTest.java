package dev.weft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.woven.TaskMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The future that follows a task: failures and cancellation. */
@Timeout(60)
class TaskFutureTest {

  private final Task.Completer<String> completer = Task.completer();
  private final Task<String> task = completer.task();

  @Test
  void exceptionally() {
    var failure = new IOException("disk");
    var seen = new ArrayList<Throwable>();
    CompletableFuture<String> handled =
        task.exceptionally(
            thrown -> {
              seen.add(thrown);
              return "handled";
            });

    completer.fail(failure);

    assertThat(handled).isCompletedWithValue("handled");
    assertThat(seen).containsExactly(failure);
  }

  @Test
  void aFailureIsAsItIsInTheFutureAndWrappedInItsDependents() {
    var failure = new IOException("disk");
    CompletableFuture<String> future = task.toCompletableFuture();
    CompletableFuture<String> dependent = future.thenApply(x -> x);

    completer.fail(failure);

    assertThatThrownBy(future::get).hasCause(failure);
    assertThatThrownBy(dependent::join).isInstanceOf(CompletionException.class).hasCause(failure);
    assertThatThrownBy(() -> Weft.await(dependent)).isSameAs(failure);
  }

  @Test
  void cancellingTheFutureAsksTheTaskToStop() {
    CompletableFuture<String> future = task.toCompletableFuture();

    assertThat(future.cancel(false)).isTrue();

    assertThat(task.isCancelled()).isTrue();
    assertThat(future).isCancelled();
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void cancellingADependentLeavesTheTaskAlone() {
    CompletableFuture<String> dependent = task.thenApply(x -> x);

    assertThat(dependent.cancel(false)).isTrue();

    assertThat(task.isDone()).isFalse();
  }

  @Test
  void aFutureOfAnotherClassFollowsTheTask() {
    var own = new CompletableFuture<String>();
    var failed = new CompletableFuture<String>();

    assertThat(TaskMethod.into(task, own)).isSameAs(own);
    completer.complete("done");
    CompletableFuture<?> same = TaskMethod.into(Task.failed(new IOException("disk")), failed);

    assertThat(same).isSameAs(failed);
    assertThat(own).isCompletedWithValue("done");
    assertThat(failed).failsWithin(0, SECONDS).withThrowableThat().withMessageContaining("disk");
  }

  @Test
  void cancellingAFutureOfAnotherClassCancelsTheTask() {
    var own = new CompletableFuture<String>();
    CompletableFuture<?> following = TaskMethod.into(task, own);

    assertThat(following.cancel(false)).isTrue();

    assertThat(task.isCancelled()).isTrue();
  }
}
