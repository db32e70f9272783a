package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Tasks without a coroutine: finished from the start, or completed by hand. */
class TaskTest {

  @Test
  void aCompletedTaskGivesItsValue() {
    Task<String> task = Task.completed("x");

    assertThat(task.isDone()).isTrue();
    assertThat(task.isCancelled()).isFalse();
    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void nullIsAResult() throws Exception {
    Task<String> task = Task.completed(null);

    assertThat(task.isDone()).isTrue();
    assertThat(Weft.await(task)).isNull();
    assertThat(task.get()).isNull();
    assertThat(task.toCompletableFuture()).isCompletedWithValue(null);
  }

  @Test
  void aTaskMayBeTheResultOfATask() {
    Object inner = Task.completed(1);
    Object pending = Task.completer().task();

    assertThat(Weft.await(Task.completed(inner))).isSameAs(inner);
    assertThat(Weft.await(Task.completed(pending))).isSameAs(pending);
  }

  @Test
  void aPendingTaskAsResultDoesNotKeepATaskOpen() {
    Task.Completer<Object> completer = Task.completer();
    Object pending = Task.completer().task();

    assertThat(completer.complete(pending)).isTrue();

    assertThat(completer.task().isDone()).isTrue();
    assertThat(Weft.await(completer.task())).isSameAs(pending);
  }

  @Test
  void aFailedTaskThrowsWhatItFailedWithAsItIs() {
    var checked = new IOException("disk");
    var wrapper = new CompletionException(checked);
    var error = new AssertionError("no");

    assertThatThrownBy(() -> Weft.await(Task.failed(checked))).isSameAs(checked);
    assertThatThrownBy(() -> Weft.await(Task.failed(error))).isSameAs(error);
    assertThatThrownBy(() -> Weft.await(Task.failed(wrapper))).isSameAs(wrapper);
  }

  @Test
  void aTaskCannotFailWithNothing() {
    Task.Completer<String> completer = Task.completer();

    assertThatNullPointerException().isThrownBy(() -> Task.failed(null)).withMessage("failure");
    assertThatNullPointerException().isThrownBy(() -> completer.fail(null)).withMessage("failure");
    assertThat(completer.task().isDone()).isFalse();
  }

  @Test
  void theFirstCompletionCounts() {
    Task.Completer<String> completer = Task.completer();
    assertThat(completer.task().isDone()).isFalse();

    assertThat(completer.complete("first")).isTrue();
    assertThat(completer.complete("second")).isFalse();
    assertThat(completer.fail(new IOException())).isFalse();
    assertThat(completer.task().cancel(true)).isFalse();

    assertThat(Weft.await(completer.task())).isEqualTo("first");
  }

  @Test
  void aCancelledTaskIsDoneAndCannotBeCompleted() {
    Task.Completer<String> completer = Task.completer();
    Task<String> task = completer.task();

    assertThat(task.cancel(false)).isTrue();
    assertThat(task.cancel(false)).isFalse();

    assertThat(task.isDone()).isTrue();
    assertThat(task.isCancelled()).isTrue();
    assertThat(completer.complete("late")).isFalse();
    assertThatThrownBy(() -> Weft.await(task)).isInstanceOf(CancellationException.class);
  }

  @Test
  void failingWithACancellationCountsAsCancelled() {
    assertThat(Task.failed(new CancellationException()).isCancelled()).isTrue();
    assertThat(Task.failed(new IOException()).isCancelled()).isFalse();
  }

  @Test
  void theTextOfATaskSaysWhetherItIsDone() {
    Task.Completer<String> completer = Task.completer();
    assertThat(completer.task().toString()).isEqualTo("Task[pending]");

    completer.complete("x");

    assertThat(completer.task().toString()).isEqualTo("Task[succeeded]");
  }

  @Test
  void aTaskWithoutACoroutineHasNoFrames() {
    assertThat(Task.completer().task().frames()).isEmpty();
  }
}
