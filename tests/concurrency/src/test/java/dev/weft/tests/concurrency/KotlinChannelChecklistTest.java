package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Everywhere.step;
import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncRunnable;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What kotlinx.coroutines documents and tests of channels, select and mutexes, where the other
 * tests of this package have not got it.
 *
 * <p>Weft differs on purpose: an element that could not be sent is its sender's, and does not go to
 * {@code onUndelivered}; one that has been handed over is received, also if a cancellation comes
 * before its receiver goes on; a cancelled channel throws a {@link ChannelClosedException}, which
 * is no cancellation of who meets it.
 */
@SuppressWarnings({"try", "FutureReturnValueIgnored"}) // the scope looks after what is forked
class KotlinChannelChecklistTest {

  @TestFactory
  List<DynamicTest> whatIsNotSentIsTheSenders() {
    return Everywhere.run(
        () -> {
          List<Integer> back = Collections.synchronizedList(new ArrayList<>());
          Channel<Integer> channel = Channel.rendezvous(back::add);
          Task<Void> sends = Weft.start(() -> channel.send(1));
          SelectTest.waitFor(channel, "1 sending");
          sends.cancel(false);
          assertThat(failureOf(() -> Weft.await(sends))).isInstanceOf(CancellationException.class);
          assertThat(channel.trySend(2)).isFalse();
          assertThat(failureOf(() -> channel.send(3, Duration.ofMillis(1))))
              .isInstanceOf(TimeoutException.class);
          Task<Object> selects =
              Weft.start(() -> Select.<Object>of().onSend(channel, 4, () -> 4).await());
          SelectTest.waitFor(channel, "1 sending");
          channel.cancel();
          assertThat(failureOf(() -> Weft.await(selects)))
              .isInstanceOf(ChannelClosedException.class);
          assertThat(failureOf(() -> channel.send(5))).isInstanceOf(ChannelClosedException.class);
          assertThat(back).isEmpty();
        });
  }

  @TestFactory
  List<DynamicTest> aFailingHandlerOfUndeliveredOnesKeepsNoneFromIt() {
    return Everywhere.run(
        () -> {
          List<Integer> back = Collections.synchronizedList(new ArrayList<>());
          List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
          Channel<Integer> channel =
              Channel.buffered(
                  3,
                  each -> {
                    back.add(each);
                    Failures.fail("undelivered " + each);
                  });
          for (int i = 1; i <= 3; i++) {
            channel.send(i);
          }
          Thread thread = Thread.currentThread(); // nothing suspends from here on
          var before = thread.getUncaughtExceptionHandler();
          thread.setUncaughtExceptionHandler((of, thrown) -> uncaught.add(thrown));
          try {
            channel.cancel();
          } finally {
            thread.setUncaughtExceptionHandler(before);
          }
          assertThat(back).containsExactly(1, 2, 3);
          assertThat(uncaught)
              .extracting(Throwable::getMessage)
              .containsExactly("undelivered 1", "undelivered 2", "undelivered 3");
        });
  }

  @TestFactory
  List<DynamicTest> theLatestIsReceivedAlsoAfterTheEnd() {
    return Everywhere.run(
        () -> {
          Channel<Integer> latest = Channel.latest();
          latest.send(1);
          latest.send(2);
          latest.close();
          assertThat(latest.isDrained()).isFalse();
          assertThat(latest.receive()).isEqualTo(2);
          assertThat(latest.receiveOrNull()).isNull();
          assertThat(latest.isDrained()).isTrue();
        });
  }

  /** Who waits has what is sent first: it is not replaced before it looks. */
  @Test
  void theLatestDoesNotReplaceWhatHasBeenHandedOver() {
    var scheduler = Schedulers.manual();
    var dropped = new ArrayList<Integer>();
    Channel<Integer> latest = Channel.latest(dropped::add);
    Task<List<Integer>> receives =
        Weft.start(scheduler, () -> List.of(latest.receive(), latest.receive()));
    scheduler.run();
    for (int i = 1; i <= 4; i++) {
      assertThat(latest.trySend(i)).isTrue();
    }
    scheduler.run();
    assertThat(receives.resultNow()).containsExactly(1, 4);
    assertThat(dropped).containsExactly(2, 3);
  }

  /** A hand-over that comes first wins; the cancellation is met at the next suspension point. */
  @Test
  void aHandOverWinsOverACancellation() {
    var scheduler = Schedulers.manual();
    var seen = new ArrayList<String>();
    Channel<Integer> channel = Channel.rendezvous();
    Task<Void> receives =
        Weft.start(scheduler, () -> noteAndGoOn(seen, "received " + channel.receive()));
    Channel<Integer> other = Channel.rendezvous();
    Task<Void> selects =
        Weft.start(
            scheduler,
            () ->
                noteAndGoOn(
                    seen,
                    Select.<String>of()
                        .onReceive(channel, each -> "selected " + each)
                        .onReceive(other, each -> "other " + each)
                        .await()));
    scheduler.run();
    assertThat(channel.trySend(1)).isTrue();
    assertThat(channel.trySend(2)).isTrue();
    assertThat(other.trySend(3)).isFalse(); // the select is decided
    receives.cancel(false);
    selects.cancel(false);
    scheduler.run();
    assertThat(seen).containsExactly("received 1", "selected 2");
    assertThat(receives.isCancelled()).isTrue();
    assertThat(selects.isCancelled()).isTrue();
  }

  @Async
  private static void noteAndGoOn(List<String> seen, String what) {
    seen.add(what);
    Weft.yieldNow();
    seen.add("gone on");
  }

  /** A sender whose element was taken has sent it, cancelled or not. */
  @Test
  void aSendThatWasTakenReturnsThoughItIsCancelled() {
    var scheduler = Schedulers.manual();
    var seen = new ArrayList<String>();
    Channel<Integer> channel = Channel.rendezvous();
    Task<Void> sends =
        Weft.start(
            scheduler,
            () -> {
              channel.send(1);
              noteAndGoOn(seen, "sent");
            });
    scheduler.run();
    assertThat(channel.tryReceive()).isEqualTo(1);
    sends.cancel(false);
    scheduler.run();
    assertThat(seen).containsExactly("sent");
    assertThat(sends.isCancelled()).isTrue();
  }

  /** One that has been cancelled before sends and receives nothing, whether it could or not. */
  @Test
  void whoWasCancelledBeforeDoesNothing() {
    Channel<Integer> full = Channel.buffered(1);
    Channel<Integer> empty = Channel.buffered(1);
    assertThat(full.trySend(1)).isTrue();
    assertMeetsItsCancellation(() -> full.receive());
    assertMeetsItsCancellation(() -> full.receiveOrNull());
    assertMeetsItsCancellation(() -> full.receive(Duration.ofHours(1)));
    assertMeetsItsCancellation(() -> goesThrough(full));
    assertMeetsItsCancellation(() -> Select.<Integer>of().onReceive(full, e -> e).await());
    assertMeetsItsCancellation(() -> empty.send(2));
    assertMeetsItsCancellation(() -> empty.send(2, Duration.ofHours(1)));
    assertMeetsItsCancellation(() -> Select.<Integer>of().onSend(empty, 2, () -> 2).await());
    assertThat(full.size()).isEqualTo(1);
    assertThat(empty.size()).isZero();
  }

  @Async
  private static void goesThrough(Channel<Integer> channel) {
    for (Integer each : channel) {
      assertThat(each).as("received").isNull();
    }
  }

  private static void assertMeetsItsCancellation(AsyncRunnable call) {
    var scheduler = Schedulers.manual();
    var self = new AtomicReference<Task<Void>>();
    Task<Void> task =
        Weft.start(
            scheduler,
            () -> {
              self.get().cancel(false);
              call.run();
            });
    self.set(task);
    scheduler.run();
    assertThat(task.isCancelled()).isTrue();
  }

  @TestFactory
  List<DynamicTest> cancelAfterTheEndGivesUpWhatIsLeft() {
    return Everywhere.run(
        () -> {
          List<Integer> back = Collections.synchronizedList(new ArrayList<>());
          Channel<Integer> closed = Channel.buffered(2, back::add);
          closed.send(1);
          closed.close();
          closed.cancel();
          assertThat(closed.receiveOrNull()).isNull();
          var broken = new IOException("broken");
          Channel<Integer> failed = Channel.buffered(2, back::add);
          failed.send(2);
          failed.fail(broken);
          failed.cancel();
          assertThat(failureOf(() -> failed.receive())).isSameAs(broken);
          assertThat(failureOf(() -> failed.send(3)))
              .isInstanceOf(ChannelClosedException.class)
              .hasCause(broken);
          assertThat(back).containsExactly(1, 2);
          assertThat(List.of(closed.isDrained(), failed.isDrained())).containsOnly(true);
        });
  }

  @TestFactory
  List<DynamicTest> selectingATaskThatWasCancelledIsNotToBeCancelled() {
    return Everywhere.run(
        () -> {
          Channel<Integer> silent = Channel.rendezvous();
          Task<Integer> task = Weft.start(() -> Failures.<Integer>forever());
          Task<Throwable> selects =
              Weft.start(
                  () ->
                      failureOf(
                          () ->
                              Select.<Integer>of()
                                  .onReceive(silent, each -> each)
                                  .onTask(task, each -> each)
                                  .await()));
          SelectTest.waitFor(silent, "1 receiving");
          task.cancel(false);
          assertThat(Weft.await(selects)).isInstanceOf(CancellationException.class);
          assertThat(silent.toString()).contains("0 receiving");
          step(); // nobody has cancelled this one
        });
  }

  @TestFactory
  List<DynamicTest> noTimeIsEnoughForWhatIsReady() {
    return Everywhere.run(
        () -> {
          for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Channel<Integer> ready = Channel.buffered(1);
            ready.send(1);
            Select<String> select =
                Select.<String>of()
                    .onReceive(ready, each -> "received " + each)
                    .onTimeout(none, () -> "late");
            assertThat(select.await()).isEqualTo("received 1");
            assertThat(select.await()).isEqualTo("late");
            ready.send(2);
            assertThat(ready.receive(none)).isEqualTo(2);
            ready.send(3, none);
            assertThat(failureOf(() -> ready.send(4, none))).isInstanceOf(TimeoutException.class);
          }
        });
  }

  @TestFactory
  List<DynamicTest> aHandlerMayReturnNull() {
    return Everywhere.run(
        () -> {
          Channel<Integer> channel = Channel.rendezvous();
          try (var scope = TaskScope.open()) {
            scope.fork(() -> channel.send(1));
            assertThat(Select.<String>of().onReceive(channel, each -> null).await()).isNull();
            scope.join();
          }
        });
  }

  /** Each that gets the lock gives it to the next; very many do. */
  @TestFactory
  List<DynamicTest> aLockGoesThroughALongQueue() {
    return Everywhere.run(
        () -> {
          var lock = new AsyncLock();
          var order = new ArrayList<Integer>();
          lock.lock();
          try (var scope = TaskScope.open()) {
            for (int i = 0; i < 10_000; i++) {
              int number = i;
              scope.fork(() -> lock.withLock(() -> order.add(number)));
            }
            lock.unlock();
            scope.join();
          }
          assertThat(order).hasSize(10_000).isSorted();
        });
  }
}
