package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.concurrent.Broadcast;
import dev.weft.concurrent.Broadcast.OnOverflow;
import dev.weft.concurrent.Broadcast.Subscription;
import dev.weft.spi.Scheduler;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Schedulers that refuse a coroutine to which an element of a broadcast was handed. */
class BroadcastRefusalTest {

  /** Runs steps at once, until it does something else and refuses. */
  private static final class Refusing implements Scheduler {
    private Runnable before;

    @Override
    public void schedule(Runnable step) {
      if (before != null) {
        before.run();
        throw new RejectedExecutionException("refused");
      }
      step.run();
    }
  }

  private final Refusing scheduler = new Refusing();
  private final Broadcast<Integer> broadcast = new Broadcast<>(1, OnOverflow.FAIL);
  private final Subscription<Integer> subscription = broadcast.subscribe();

  private void publishToRefused(Runnable before) {
    Task<Integer> receives = Weft.start(scheduler, () -> subscription.receive());
    scheduler.before = before;
    assertThat(broadcast.tryPublish(1)).isTrue();
    assertThat(receives.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void theElementIsTheFirstAgain() {
    publishToRefused(() -> assertThat(broadcast.tryPublish(2)).isTrue());
    assertThat(subscription.tryReceive()).isEqualTo(1);
    assertThat(subscription.tryReceive()).isEqualTo(2);
    assertThat(subscription.tryReceive()).isNull();
  }

  @Test
  void anotherThatWaitsGetsIt() {
    Task<Integer> receives = Weft.start(scheduler, () -> subscription.receive());
    Task<Integer> behind = Weft.start(() -> subscription.receive());
    scheduler.before = () -> {};
    assertThat(broadcast.tryPublish(1)).isTrue();
    assertThat(receives.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
    assertThat(behind.resultNow()).isEqualTo(1);
  }

  /** Too many come meanwhile: the subscription fails, after the elements that it had. */
  @Test
  void alsoWhereTheSubscriptionHasFailedMeanwhile() {
    publishToRefused(
        () -> {
          assertThat(broadcast.tryPublish(2)).isTrue();
          assertThat(broadcast.tryPublish(3)).isTrue();
          assertThat(broadcast.getSubscriberCount()).isZero();
        });
    assertThat(subscription.tryReceive()).isEqualTo(1);
    assertThat(subscription.tryReceive()).isEqualTo(2);
    assertThatThrownBy(subscription::tryReceive).hasMessageContaining("too slow");
  }

  @Test
  void alsoWhereTheBroadcastHasEndedMeanwhile() {
    publishToRefused(broadcast::close);
    assertThat(subscription.tryReceive()).isEqualTo(1);
    assertThatThrownBy(subscription::tryReceive).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void notWhereTheSubscriptionHasBeenClosedMeanwhile() {
    publishToRefused(subscription::close);
    assertThatThrownBy(subscription::tryReceive).isInstanceOf(NoSuchElementException.class);
    assertThat(subscription.getBufferedCount()).isZero();
  }
}
