package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Publishers as async generators. */
@SuppressWarnings("FutureReturnValueIgnored") // of cancel
class FromPublisherTest {

  private final ManualScheduler scheduler = Schedulers.manual();
  private final FlowSource source = FlowSource.answering();

  /** Takes so many elements; then the task ends, and the generator is closed. */
  private Task<List<Integer>> take(AsyncGenerator<Integer> elements, int count) {
    Task<List<Integer>> task = Weft.start(scheduler, () -> taken(elements, count));
    scheduler.run();
    return task;
  }

  @Async
  private static List<Integer> taken(AsyncGenerator<Integer> elements, int count) {
    try (elements) {
      var taken = new ArrayList<Integer>();
      while (taken.size() < count && elements.hasNext()) {
        taken.add(elements.next());
      }
      return taken;
    }
  }

  private void send(int first, int count) {
    source.send(first, count);
    scheduler.run();
  }

  private static void range(Flow.Subscriber<? super Integer> subscriber, int count) {
    subscriber.onSubscribe(new RangeSubscription(subscriber, count));
  }

  /** Signals within request. */
  private static final class RangeSubscription implements Flow.Subscription {
    private final Flow.Subscriber<? super Integer> subscriber;
    private final int count;
    private int sent;
    private long requested;
    private boolean sending;

    RangeSubscription(Flow.Subscriber<? super Integer> subscriber, int count) {
      this.subscriber = subscriber;
      this.count = count;
    }

    @Override
    public void request(long n) {
      requested += n;
      if (sending) {
        return;
      }
      sending = true;
      while (requested > 0 && sent < count) {
        requested--;
        subscriber.onNext(sent++);
      }
      sending = false;
      if (sent == count) {
        requested = 0;
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      requested = 0;
    }
  }

  @TestFactory
  List<DynamicTest> signalsWithinRequest() {
    return Everywhere.run(
        () -> {
          int sum = 0;
          for (int each : AsyncGenerator.<Integer>fromPublisher(s -> range(s, 1_000), 7)) {
            Everywhere.step();
            sum += each;
          }
          assertThat(sum).isEqualTo(499_500);
        });
  }

  @TestFactory
  List<DynamicTest> signalsOnOtherThreads() {
    return Everywhere.run(
        () -> {
          try (var publisher = new SubmissionPublisher<Integer>()) {
            var elements = AsyncGenerator.fromPublisher(publisher, 5);
            Task<?> sent = Weft.start(() -> Weft.blocking(() -> submit(publisher, 1_000)));
            assertThat(elements.collect(Collectors.toList()))
                .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
            Weft.await(sent);
          }
        });
  }

  private static void submit(SubmissionPublisher<Integer> publisher, int count) {
    while (publisher.getNumberOfSubscribers() == 0) {
      Thread.onSpinWait();
    }
    IntStream.range(0, count).forEach(publisher::submit);
    publisher.close();
  }

  @Test
  void subscribesWhenAskedAndRequestsInBatches() {
    AsyncGenerator<Integer> elements = AsyncGenerator.fromPublisher(source, 4);
    assertThat(source.subscriber).isNull();
    Task<List<Integer>> task = take(elements, 7);
    assertThat(source.requests).containsExactly(4L);
    send(0, 2);
    assertThat(source.requests).containsExactly(4L);
    send(2, 2);
    assertThat(source.requests).containsExactly(4L, 3L);
    send(4, 3);
    assertThat(source.requests).containsExactly(4L, 3L, 3L);
    assertThat(task.resultNow()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(source.cancels).hasValue(1);
  }

  @Test
  void aPlaceIsAskedForAgainOnlyWhenItIsFree() {
    var elements = AsyncGenerator.<Integer>fromPublisher(source, 1);
    take(elements, 2);
    for (int i = 0; i < 2; i++) {
      assertThat(source.requests).hasSize(i + 1).containsOnly(1L);
      send(i, 1);
    }
  }

  @Test
  void theEndIsNotCancelled() {
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(source), 10);
    send(1, 2);
    source.subscriber.onComplete();
    scheduler.run();
    assertThat(task.resultNow()).containsExactly(1, 2);
    assertThat(source.cancels).hasValue(0);
    assertThat(source.requests).containsExactly(64L);
  }

  @Test
  void aFailureIsThrownAsItIsAfterTheElements() {
    var seen = new ArrayList<Object>();
    Weft.start(
        scheduler,
        () -> {
          var elements = AsyncGenerator.<Integer>fromPublisher(source);
          seen.add(failureOf(() -> elements.forEach(each -> seen.add(each))));
          seen.add(elements.hasNext());
        });
    scheduler.run();
    var failure = new IOException("cut");
    source.send(1, 2);
    source.subscriber.onError(failure);
    scheduler.run();
    assertThat(seen).containsExactly(1, 2, failure, false);
    assertThat(source.cancels).hasValue(0);
  }

  @Test
  void whatSubscribeThrowsIsThrown() {
    AsyncGenerator<Integer> elements =
        AsyncGenerator.fromPublisher(
            s -> {
              throw new IllegalStateException("closed");
            });
    assertThatThrownBy(elements::hasNext).hasMessage("closed");
    assertThat(elements.hasNext()).isFalse();
  }

  @Test
  void aCancelledConsumerCancelsTheSubscription() {
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(source), 10);
    task.cancel(true);
    scheduler.run();
    assertThat(task.isCancelled()).isTrue();
    assertThat(source.cancels).hasValue(1);
    send(1, 2); // ignored
    source.subscriber.onComplete();
  }

  @Test
  void aSubscriptionThatComesTooLateIsCancelled() {
    FlowSource late = FlowSource.silent();
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(late), 10);
    task.cancel(true);
    scheduler.run();
    assertThat(task.isCancelled()).isTrue();
    late.subscriber.onSubscribe(late);
    assertThat(late.cancels).hasValue(1);
    assertThat(late.requests).isEmpty();
  }

  @Test
  void closingOneThatWasNeverAskedDoesNotSubscribe() {
    AsyncGenerator.fromPublisher(source).close();
    assertThat(source.subscriber).isNull();
  }

  @Test
  void aSecondSubscriptionIsCancelled() {
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(source), 1);
    FlowSource second = FlowSource.silent();
    source.subscriber.onSubscribe(second);
    assertThat(second.cancels).hasValue(1);
    send(1, 1);
    assertThat(task.resultNow()).containsExactly(1);
  }

  @Test
  void signalsAfterTheEndAreIgnored() {
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(source), 10);
    source.subscriber.onNext(1);
    source.subscriber.onComplete();
    source.subscriber.onNext(2);
    source.subscriber.onError(new IOException());
    scheduler.run();
    assertThat(task.resultNow()).containsExactly(1);
  }

  @Test
  void nullsAreRefusedOnBothSides() {
    breaks(() -> source.subscriber.onNext(null), true, "the publisher sent null for an element");
    breaks(() -> source.subscriber.onError(null), true, "the publisher sent null for its failure");
    breaks(
        () -> source.subscriber.onSubscribe(null),
        true,
        "the publisher sent null for its subscription");
  }

  @Test
  void moreThanWasAskedForIsRefused() {
    breaks(
        () -> source.send(0, 5), false, "the publisher sent more elements than it was asked for");
  }

  /** What the publisher does, whether that throws, and what the consumer meets. */
  private void breaks(Runnable signal, boolean throwsIt, String message) {
    int before = source.cancels.get();
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(source, 4), 10);
    if (throwsIt) {
      assertThatThrownBy(signal::run).isInstanceOf(NullPointerException.class).hasMessage(message);
    } else {
      signal.run();
    }
    scheduler.run();
    assertThat(task.exceptionNow()).hasMessage(message);
    assertThat(source.cancels).hasValue(before + 1);
  }

  @Test
  void elementsBeforeTheSubscriptionAreRefused() {
    FlowSource silent = FlowSource.silent();
    Task<List<Integer>> task = take(AsyncGenerator.fromPublisher(silent), 10);
    silent.send(1, 1);
    scheduler.run();
    assertThat(task.exceptionNow())
        .hasMessage("the publisher sent an element before its subscription");
  }

  @Test
  void consumersMayTakeTurns() {
    AsyncGenerator<Integer> elements = AsyncGenerator.fromPublisher(source);
    for (int i = 0; i < 3; i++) {
      Task<Integer> task = Weft.start(scheduler, () -> elements.next());
      scheduler.run();
      send(i, 1);
      assertThat(task.resultNow()).isEqualTo(i);
    }
  }

  @Test
  void badArguments() {
    assertThatThrownBy(() -> AsyncGenerator.fromPublisher(source, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AsyncGenerator.fromPublisher(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void cancelledAtEveryInstant() throws Exception {
    int rounds = Integer.getInteger("weft.stress.rounds", 1_000);
    ExecutorService sender = Executors.newSingleThreadExecutor();
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (int i = 0; i < rounds; i++) {
        FlowSource raced = FlowSource.answering();
        Task<List<Integer>> task =
            Weft.start(loop, () -> taken(AsyncGenerator.fromPublisher(raced, 2), 5));
        while (raced.requests.isEmpty()) {
          Thread.onSpinWait();
        }
        Future<?> sent = sender.submit(() -> raced.send(0, 1));
        task.cancel(true);
        assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
        assertThat(raced.cancels).hasValue(1);
        sent.get();
      }
    } finally {
      sender.shutdown();
    }
  }
}
