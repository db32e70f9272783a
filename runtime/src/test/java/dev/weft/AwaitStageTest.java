package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.woven.Suspend;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Coroutines that await stages which are not Weft's own. */
class AwaitStageTest {

  @Test
  void aFinishedFutureIsNotWaitedFor() {
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) -> Suspend.await(CompletableFuture.completedFuture("x"), carrier),
                result()));

    assertThat(task.isDone()).isTrue();
    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void aFutureThatFailsWhileItIsAskedThrowsWhatItFailedWith() {
    var failure = new IOException("meanwhile");
    var future =
        new CompletableFuture<Object>() {
          @Override
          public boolean isCompletedExceptionally() {
            completeExceptionally(failure);
            return false; // it was none when it was asked
          }
        };

    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(future, carrier), result()));

    assertThat(task.isDone()).isTrue();
    assertThatThrownBy(() -> Weft.await(task)).isSameAs(failure);
  }

  @Test
  void aStageThatIsNoFutureIsWaitedFor() {
    var future = new CompletableFuture<Object>();
    CompletionStage<Object> stage = future.minimalCompletionStage();
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(stage, carrier), result()));
    assertThat(task.isDone()).isFalse();

    future.complete("x");

    assertThat(Weft.await(task)).isEqualTo("x");
  }

  @Test
  void aStageThatIsNoFutureIsLeftAloneByACancellation() {
    var future = new CompletableFuture<Object>();
    CompletionStage<Object> stage = future.minimalCompletionStage();
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(stage, carrier), result()));

    assertThat(task.cancel(true)).isTrue();

    assertThat(task.isCancelled()).isTrue();
    assertThat(future.isDone()).isFalse();
  }

  @Test
  void cancellingTheCoroutineCancelsTheFuture() {
    var future = new CompletableFuture<Object>();
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(future, carrier), result()));

    task.cancel(true);

    assertThat(future).isCancelled();
    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void wrappersAroundTheFailureOfAStageAreTakenOff() {
    var failure = new IOException("inside");
    var nested = new CompletionException(new ExecutionException(new CompletionException(failure)));
    var future = new CompletableFuture<Object>();
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(future, carrier), result()));
    Task<Object> derived =
        Weft.start(
            body((carrier, before) -> Suspend.await(future.thenApply(x -> x), carrier), result()));

    future.completeExceptionally(nested);
    Task<Object> afterwards =
        Weft.start(body((carrier, before) -> Suspend.await(future, carrier), result()));

    assertThatThrownBy(() -> Weft.await(task)).isSameAs(failure);
    assertThatThrownBy(() -> Weft.await(derived)).isSameAs(failure);
    assertThatThrownBy(() -> Weft.await(afterwards)).isSameAs(failure);
  }

  @Test
  void aWrapperWithoutACauseStaysOn() {
    var bare = new CompletionException(null);
    CompletableFuture<Object> future = CompletableFuture.failedFuture(bare);

    assertThatThrownBy(() -> Weft.await(future)).isSameAs(bare);
  }

  @Test
  void awaitingNothingIsRefusedWithAText() {
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await((CompletionStage<?>) null, carrier)));

    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("await(null): there is nothing to wait for");
  }

  @Test
  void aStageThatCannotBeSubscribedToFailsTheAwait() {
    var broken =
        new CompletableFuture<Object>() {
          @Override
          public CompletableFuture<Object> whenComplete(
              BiConsumer<? super Object, ? super Throwable> action) {
            throw new UnsupportedOperationException("no callbacks");
          }
        };
    Task<Object> task =
        Weft.start(body((carrier, before) -> Suspend.await(broken, carrier), result()));

    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no callbacks");
  }
}
