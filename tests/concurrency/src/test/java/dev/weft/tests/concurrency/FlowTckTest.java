package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/** What Reactive Streams' own tests say of async generators as publishers and as subscribers. */
@SuppressWarnings("FutureReturnValueIgnored") // of cancel
public class FlowTckTest {

  private static final EventLoop LOOP = Schedulers.eventLoop();
  private static final Scheduler POOL = Schedulers.workStealing(2);

  @AfterAll
  static void closeLoop() {
    LOOP.close();
  }

  @Test
  void publisherOnALoop() {
    check(30, LoopPublisher.class);
  }

  @Test
  void publisherOnAPool() {
    check(30, PoolPublisher.class);
  }

  @Test
  void publisherWithoutAScheduler() {
    check(30, PlainPublisher.class);
  }

  @Test
  void publisherForOneSubscriber() {
    check(25, OneSubscriberPublisher.class);
  }

  @Test
  void subscriberOnALoop() {
    check(11, LoopSubscriber.class);
  }

  @Test
  void subscriberOnAPool() {
    check(11, PoolSubscriber.class);
  }

  @Test
  void subscriberOnALoopSeenFromInside() {
    check(14, LoopSubscriberInside.class);
  }

  @Test
  void subscriberOnAPoolSeenFromInside() {
    check(14, PoolSubscriberInside.class);
  }

  /** Runs the rules of a class of the TCK. */
  private static void check(int atLeast, Class<?> rules) {
    var results = new Results();
    var runner = new TestNG(false);
    runner.setTestClasses(new Class<?>[] {rules});
    runner.addListener(results);
    runner.setVerbose(0);
    runner.run();
    assertThat(results.failed).isEmpty();
    assertThat(results.passed).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(results.skipped).noneMatch(name -> name.startsWith("required_"));
  }

  private static final class Results implements ITestListener {
    private final List<String> passed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @Override
    public void onTestSuccess(ITestResult result) {
      passed.add(result.getName());
    }

    @Override
    public void onTestFailure(ITestResult result) {
      failed.add(result.getName() + ": " + result.getThrowable());
    }

    @Override
    public void onTestSkipped(ITestResult result) {
      skipped.add(result.getName());
    }
  }

  /**
   * Patient when something has to come, and not when nothing must. For an error it looks once,
   * after the third of these times, whatever the first is: {@code TestEnvironment} subtracts
   * wrongly.
   */
  private static TestEnvironment environment() {
    return new TestEnvironment(10_000, 20, 300, false);
  }

  @Async
  static AsyncGenerator<Integer> numbers(long count) {
    for (long i = 0; i < count; i++) {
      if (i % 3 == 1) {
        Weft.yieldNow();
      }
      Weft.emit((int) i);
    }
    return null;
  }

  /** An async generator as a publisher. */
  public abstract static class PublisherRules extends FlowPublisherVerification<Integer> {
    private final Scheduler scheduler;

    PublisherRules(Scheduler scheduler) {
      super(environment(), 5_000);
      this.scheduler = scheduler;
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
      return scheduler == null
          ? AsyncGenerator.publisher(() -> numbers(elements))
          : AsyncGenerator.publisher(scheduler, () -> numbers(elements));
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
      return AsyncGenerator.publisher(
          () -> {
            throw new IllegalStateException("there is nothing to publish");
          });
    }
  }

  /** On an event loop. */
  public static final class LoopPublisher extends PublisherRules {
    public LoopPublisher() {
      super(LOOP);
    }
  }

  /** On two threads that steal work. */
  public static final class PoolPublisher extends PublisherRules {
    public PoolPublisher() {
      super(POOL);
    }
  }

  /** On the threads that request. */
  public static final class PlainPublisher extends PublisherRules {
    public PlainPublisher() {
      super(null);
    }
  }

  /** One generator for one subscriber; whoever comes later is refused. */
  public static final class OneSubscriberPublisher extends FlowPublisherVerification<Integer> {
    public OneSubscriberPublisher() {
      super(environment(), 5_000);
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
      return numbers(elements).toPublisher(LOOP);
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
      AsyncGenerator<Integer> taken = numbers(1);
      boolean unused = taken.iterator().hasNext();
      return taken.toPublisher(LOOP);
    }
  }

  /** The subscriber of a generator that is gone through, and the task that does so. */
  private record Consumer(Flow.Subscriber<? super Integer> subscriber, Task<?> task) {

    static Consumer on(Scheduler scheduler, int prefetch) {
      var subscriber = new CompletableFuture<Flow.Subscriber<? super Integer>>();
      Task<?> task =
          Weft.start(
              scheduler,
              () -> {
                try (var elements = elements(subscriber, prefetch)) {
                  consume(elements);
                }
              });
      return new Consumer(subscriber.join(), task);
    }

    private static AsyncGenerator<Integer> elements(
        CompletableFuture<Flow.Subscriber<? super Integer>> subscriber, int prefetch) {
      Flow.Publisher<Integer> publisher = subscriber::complete;
      return AsyncGenerator.fromPublisher(publisher, prefetch);
    }

    @Async
    private static void consume(AsyncGenerator<Integer> elements) {
      try {
        while (elements.hasNext()) {
          Integer unused = elements.next();
        }
      } catch (RuntimeException failed) {
        return; // told by the rules' publisher
      }
    }
  }

  /** The subscriber of an async generator, seen by what it calls. */
  public abstract static class SubscriberRules extends FlowSubscriberBlackboxVerification<Integer> {
    private final Scheduler scheduler;

    SubscriberRules(Scheduler scheduler) {
      super(environment());
      this.scheduler = scheduler;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      return (Flow.Subscriber<Integer>) Consumer.on(scheduler, 4).subscriber;
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  /** On an event loop. */
  public static final class LoopSubscriber extends SubscriberRules {
    public LoopSubscriber() {
      super(LOOP);
    }
  }

  /** On two threads that steal work. */
  public static final class PoolSubscriber extends SubscriberRules {
    public PoolSubscriber() {
      super(POOL);
    }
  }

  /** The subscriber of an async generator, with all that it is told and made to do. */
  public abstract static class SubscriberInsideRules
      extends FlowSubscriberWhiteboxVerification<Integer> {
    private final Scheduler scheduler;

    SubscriberInsideRules(Scheduler scheduler) {
      super(environment());
      this.scheduler = scheduler;
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(
        WhiteboxSubscriberProbe<Integer> probe) {
      return new Probed(Consumer.on(scheduler, 1), probe);
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }

    /** Passes on what it is told, and says so. */
    private record Probed(Consumer consumer, WhiteboxSubscriberProbe<Integer> probe)
        implements Flow.Subscriber<Integer> {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        consumer.subscriber.onSubscribe(subscription);
        probe.registerOnSubscribe(
            new SubscriberPuppet() {
              @Override
              public void triggerRequest(long elements) {
                // the consumer always asks
              }

              @Override
              public void signalCancel() {
                consumer.task.cancel(true);
              }
            });
      }

      @Override
      public void onNext(Integer element) {
        consumer.subscriber.onNext(element);
        probe.registerOnNext(element);
      }

      @Override
      public void onError(Throwable failure) {
        consumer.subscriber.onError(failure);
        probe.registerOnError(failure);
      }

      @Override
      public void onComplete() {
        consumer.subscriber.onComplete();
        probe.registerOnComplete();
      }
    }
  }

  /** On an event loop. */
  public static final class LoopSubscriberInside extends SubscriberInsideRules {
    public LoopSubscriberInside() {
      super(LOOP);
    }
  }

  /** On two threads that steal work. */
  public static final class PoolSubscriberInside extends SubscriberInsideRules {
    public PoolSubscriberInside() {
      super(POOL);
    }
  }
}
