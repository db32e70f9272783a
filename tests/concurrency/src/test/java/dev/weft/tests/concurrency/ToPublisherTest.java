package dev.weft.tests.concurrency;

import static dev.weft.Weft.emit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Async generators as publishers. */
class ToPublisherTest {

  private final ManualScheduler scheduler = Schedulers.manual();
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** Its finally block waits, which a cancellation must not cut short. */
  @Async
  private AsyncGenerator<Integer> numbers(int count) {
    try {
      for (int i = 0; i < count; i++) {
        events.add("makes " + i);
        emit(i);
      }
      return null;
    } finally {
      Weft.yieldNow();
      events.add("closed");
    }
  }

  @Async
  private AsyncGenerator<Integer> waiting() {
    try {
      emit(0);
      Integer never = Failures.forever();
      emit(never);
      return null;
    } catch (CancellationException met) {
      events.add("cancelled");
      throw met;
    } finally {
      Weft.yieldNow();
      events.add("closed");
    }
  }

  @Async
  private static AsyncGenerator<Integer> failing(Throwable failure) throws Throwable {
    emit(1);
    throw failure;
  }

  private <T> FlowSink<T> subscribe(Flow.Publisher<T> publisher, FlowSink<T> sink) {
    publisher.subscribe(sink);
    scheduler.run();
    return sink;
  }

  private void request(FlowSink<?> sink, long n) {
    sink.subscription.request(n);
    scheduler.run();
  }

  private void cancel(FlowSink<?> sink) {
    sink.subscription.cancel();
    scheduler.run();
  }

  @Test
  void computesWhatIsRequestedAndNoMore() {
    var sink = subscribe(numbers(3).toPublisher(scheduler), new FlowSink<>(0));
    assertThat(events).isEmpty();
    request(sink, 1);
    assertThat(events).containsExactly("makes 0");
    request(sink, 2);
    assertThat(sink.signals).containsExactly(0, 1, 2);
    assertThat(events).containsExactly("makes 0", "makes 1", "makes 2");
    request(sink, 1);
    assertThat(sink.signals).containsExactly(0, 1, 2, "end");
    assertThat(events).endsWith("closed");
    request(sink, 1); // does nothing
    request(sink, -1);
    cancel(sink);
    assertThat(sink.signals).hasSize(4);
  }

  @Test
  void aFailureOfTheBodyIsSignalledAsItIs() throws Throwable {
    var failure = new IOException("cut");
    var sink = subscribe(failing(failure).toPublisher(scheduler), new FlowSink<>(10));
    assertThat(sink.signals).containsExactly(1, failure);
  }

  @Test
  void nullElementsAreRefused() {
    AsyncGenerator<Integer> nulls = numbers(2).map(each -> null);
    var sink = subscribe(nulls.toPublisher(scheduler), new FlowSink<>(10));
    assertThat(sink.signals).hasSize(1);
    assertThat(sink.end.join()).isInstanceOf(NullPointerException.class);
    assertThat(events).endsWith("closed");
  }

  @Test
  void aSecondSubscriberIsRefused() {
    AsyncGenerator<Integer> numbers = numbers(1);
    subscribe(numbers.toPublisher(scheduler), new FlowSink<>(0));
    refused(numbers);
  }

  @Test
  void aSubscriberOfWhatALoopGoesThroughIsRefused() {
    AsyncGenerator<Integer> numbers = numbers(1);
    for (Integer each : numbers) {
      assertThat(each).isZero();
      refused(numbers);
    }
    assertThatThrownBy(numbers::iterator).isInstanceOf(IllegalStateException.class);
  }

  private void refused(AsyncGenerator<Integer> numbers) {
    var sink = subscribe(numbers.toPublisher(scheduler), new FlowSink<>(10));
    assertThat(sink.signals).hasSize(1);
    assertThat(sink.end.join())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one consumer")
        .hasMessageContaining("ToPublisherTest.java");
  }

  @Test
  void whoCancelsAtOnceIsNotRefused() {
    AsyncGenerator<Integer> numbers = numbers(1);
    subscribe(numbers.toPublisher(scheduler), new FlowSink<>(0));
    var signals = new CopyOnWriteArrayList<Object>();
    numbers.toPublisher(scheduler).subscribe(new CancellingSink(signals));
    assertThat(signals).isEmpty();
  }

  /** Cancels when it subscribes. */
  private record CancellingSink(List<Object> signals) implements Flow.Subscriber<Object> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
      subscription.cancel();
    }

    @Override
    public void onNext(Object element) {
      signals.add(element);
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(failure);
    }

    @Override
    public void onComplete() {
      signals.add("end");
    }
  }

  @Test
  void eachSubscriberHasAGeneratorOfItsOwn() {
    Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(scheduler, () -> numbers(2));
    for (int i = 0; i < 2; i++) {
      var sink = subscribe(publisher, new FlowSink<>(Long.MAX_VALUE));
      assertThat(sink.signals).containsExactly(0, 1, "end");
    }
  }

  @Test
  void aSupplierThatFailsOrGivesNullIsToldOf() {
    Flow.Publisher<Integer> failing =
        AsyncGenerator.publisher(
            () -> {
              throw new IllegalStateException("none");
            });
    assertThat(subscribe(failing, new FlowSink<>(1)).end.join()).hasMessage("none");
    Flow.Publisher<Integer> nothing = AsyncGenerator.publisher(() -> null);
    assertThat(subscribe(nothing, new FlowSink<>(1)).end.join())
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nothing.subscribe(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void requestsThatAreNotPositiveAreRefusedOnceTheGeneratorIsClosed() {
    var sink = subscribe(numbers(9).toPublisher(scheduler), new FlowSink<>(1));
    request(sink, 0);
    assertThat(events).containsExactly("makes 0", "closed");
    assertThat(sink.signals).hasSize(2);
    assertThat(sink.end.join())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3.9");
    var cancelled = subscribe(numbers(9).toPublisher(scheduler), new FlowSink<>(1));
    cancel(cancelled);
    request(cancelled, -1); // does nothing
    assertThat(cancelled.signals).containsExactly(0);
  }

  @Test
  void requestsAddUpToNoLimit() {
    var sink =
        new FlowSink<Integer>(Long.MAX_VALUE, each -> each.subscription.request(Long.MAX_VALUE));
    subscribe(numbers(100).toPublisher(scheduler), sink);
    assertThat(sink.signals).hasSize(101).endsWith("end");
  }

  @Test
  void nothingIsSignalledWithinOnSubscribe() {
    var inside = new AtomicInteger();
    Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(() -> numbers(2));
    var sink = new FlowSink<Integer>(0, each -> assertThat(inside).hasValue(0));
    publisher.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            inside.incrementAndGet();
            subscription.request(5);
            assertThat(sink.signals).isEmpty();
            inside.decrementAndGet();
          }

          @Override
          public void onNext(Integer element) {
            sink.onNext(element);
          }

          @Override
          public void onError(Throwable failure) {
            sink.onError(failure);
          }

          @Override
          public void onComplete() {
            sink.onComplete();
          }
        });
    assertThat(sink.signals).containsExactly(0, 1, "end");
  }

  @Test
  void requestingOneByOneDoesNotRecurse() {
    Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(() -> range(100_000));
    var sum = new AtomicInteger();
    var sink =
        new FlowSink<Integer>(
            1,
            each -> {
              each.signals.clear();
              sum.incrementAndGet();
              each.subscription.request(1);
            });
    publisher.subscribe(sink);
    assertThat(sink.end).isCompletedWithValue(null);
    assertThat(sum).hasValue(100_000);
  }

  @Async
  private static AsyncGenerator<Integer> range(int count) {
    for (int i = 0; i < count; i++) {
      emit(i);
    }
    return null;
  }

  // ---- cancellation ----

  @Test
  void cancellingInOnNextClosesUndisturbed() {
    var sink = new FlowSink<Integer>(9, each -> each.subscription.cancel());
    subscribe(numbers(9).toPublisher(scheduler), sink);
    assertThat(sink.signals).containsExactly(0);
    assertThat(events).containsExactly("makes 0", "closed");
  }

  @Test
  void cancellingWhileNothingIsRequestedCloses() {
    var sink = subscribe(numbers(9).toPublisher(scheduler), new FlowSink<>(1));
    cancel(sink);
    cancel(sink);
    assertThat(sink.signals).containsExactly(0);
    assertThat(events).containsExactly("makes 0", "closed");
  }

  @Test
  void cancellingWhileTheBodyWaitsCancelsThat() {
    var sink = subscribe(waiting().toPublisher(scheduler), new FlowSink<>(9));
    cancel(sink);
    assertThat(sink.signals).containsExactly(0);
    assertThat(events).containsExactly("cancelled", "closed");
  }

  @Test
  void cancellingBeforeAnyRequestClosesWhatTheGeneratorGoesThrough() {
    AsyncGenerator<Integer> source = numbers(9);
    assertThat(source.next()).isZero();
    var sink = subscribe(source.map(each -> each).toPublisher(scheduler), new FlowSink<>(0));
    cancel(sink);
    assertThat(sink.signals).isEmpty();
    assertThat(events).containsExactly("makes 0", "closed");
  }

  @Test
  void aSubscriberThatThrowsHasCancelled() {
    var broken = new IllegalStateException("broken");
    var sink =
        new FlowSink<Integer>(
            9,
            each -> {
              throw broken;
            });
    assertThat(uncaught(() -> subscribe(numbers(9).toPublisher(scheduler), sink)))
        .containsExactly(broken);
    assertThat(sink.signals).containsExactly(0);
    assertThat(events).containsExactly("makes 0", "closed");
  }

  @Test
  void aSubscriberThatThrowsInOnSubscribeHasCancelled() {
    AsyncGenerator<Integer> source = numbers(9);
    assertThat(source.next()).isZero();
    Flow.Publisher<Integer> publisher = source.map(each -> each).toPublisher(scheduler);
    var refuses = new FlowSink<Integer>(Long.MIN_VALUE);
    assertThat(uncaught(() -> subscribe(publisher, refuses))).hasSize(1);
    assertThat(refuses.signals).isEmpty();
    assertThat(events).containsExactly("makes 0", "closed");
  }

  @Test
  void whatFinallyBlocksThrowAfterACancellationIsNotLost() {
    var sink = new FlowSink<Integer>(9, each -> each.subscription.cancel());
    assertThat(uncaught(() -> subscribe(failsToClose().toPublisher(scheduler), sink)))
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessage("not closed"));
    assertThat(sink.signals).containsExactly(0);
  }

  @Async
  private static AsyncGenerator<Integer> failsToClose() {
    try {
      emit(0);
      return null;
    } finally {
      Failures.fail("not closed");
    }
  }

  /** What this thread's handler is told of while {@code action} runs. */
  private static List<Throwable> uncaught(Runnable action) {
    var told = new CopyOnWriteArrayList<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
    Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> told.add(failure));
    try {
      action.run();
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(before);
    }
    return told;
  }

  @Test
  void aSchedulerThatRefusesIsToldOf() {
    var refusal = new RejectedExecutionException("closed");
    Flow.Publisher<Integer> publisher =
        numbers(1)
            .toPublisher(
                step -> {
                  throw refusal;
                });
    assertThat(subscribe(publisher, new FlowSink<>(1)).signals).containsExactly(refusal);
  }

  @Test
  void aLoopThatIsClosedEndsItsPublishers() {
    var sink = new FlowSink<Integer>(9);
    try (EventLoop loop = Schedulers.eventLoop()) {
      Weft.run(loop, () -> waiting().toPublisher().subscribe(sink));
      Weft.run(loop, () -> Weft.yieldNow());
    }
    assertThat(sink.end.join()).isNotNull();
    assertThat(sink.signals).hasSize(2);
    assertThat(events).endsWith("closed");
  }

  // ---- channels ----

  @Test
  void subscribersShareTheElementsOfAChannel() {
    Channel<Integer> channel = Channel.unbounded();
    var first = subscribe(channel.toPublisher(scheduler), new FlowSink<>(2));
    var second = subscribe(channel.toPublisher(scheduler), new FlowSink<>(1));
    for (int i = 0; i < 5; i++) {
      assertThat(channel.trySend(i)).isTrue();
      scheduler.run();
    }
    assertThat(first.signals).containsExactly(0, 2);
    assertThat(second.signals).containsExactly(1);
    cancel(second);
    assertThat(channel.close()).isTrue();
    request(first, 9);
    assertThat(first.signals).containsExactly(0, 2, 3, 4, "end");
    assertThat(second.signals).hasSize(1);
  }

  @Test
  void aFailedChannelIsAFailedPublisher() {
    Channel<Integer> channel = Channel.rendezvous();
    var sink = subscribe(channel.toPublisher(scheduler), new FlowSink<>(1));
    var failure = new IOException("cut");
    assertThat(channel.fail(failure)).isTrue();
    scheduler.run();
    assertThat(sink.signals).containsExactly(failure);
  }

  @Test
  void aSubscriptionThatIsCancelledWhileItReceivesTakesNothing() {
    Channel<Integer> channel = Channel.buffered(1);
    var sink = subscribe(channel.toPublisher(scheduler), new FlowSink<>(1));
    cancel(sink);
    assertThat(channel.trySend(1)).isTrue();
    scheduler.run();
    assertThat(sink.signals).isEmpty();
    assertThat(channel.size()).isEqualTo(1);
  }

  // ---- there and back ----

  @TestFactory
  List<DynamicTest> thereAndBack() {
    return Everywhere.run(
        () -> {
          Flow.Publisher<Integer> publisher = AsyncGenerator.publisher(() -> stepping(300));
          for (int prefetch : new int[] {1, 3, 64}) {
            assertThat(
                    AsyncGenerator.fromPublisher(publisher, prefetch).collect(Collectors.toList()))
                .isEqualTo(IntStream.range(0, 300).boxed().toList());
          }
          var first = AsyncGenerator.fromPublisher(publisher, 2).limit(3);
          assertThat(first.collect(Collectors.toList())).containsExactly(0, 1, 2);
        });
  }

  @Async
  private static AsyncGenerator<Integer> stepping(int count) {
    for (int i = 0; i < count; i++) {
      Everywhere.step();
      emit(i);
    }
    return null;
  }
}
