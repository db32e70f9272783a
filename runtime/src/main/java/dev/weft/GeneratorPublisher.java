package dev.weft;

import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of the elements of async generators, one for each subscriber. Whoever gets none is
 * told why by {@code onError}.
 */
final class GeneratorPublisher<T extends @Nullable Object> implements Flow.Publisher<T> {

  private final @Nullable Scheduler scheduler;
  private final Supplier<? extends AsyncGenerator<? extends T>> generators;

  GeneratorPublisher(
      @Nullable Scheduler scheduler, Supplier<? extends AsyncGenerator<? extends T>> generators) {
    this.scheduler = scheduler;
    this.generators = generators;
  }

  /** One whose first subscriber gets {@code generator}, and all others an error. */
  static <T extends @Nullable Object> Flow.Publisher<T> once(
      @Nullable Scheduler scheduler, AsyncGenerator<T> generator) {
    return new GeneratorPublisher<>(scheduler, () -> firstUse(generator));
  }

  private static <T extends @Nullable Object> AsyncGenerator<T> firstUse(
      AsyncGenerator<T> generator) {
    if (!generator.beginIteration()) {
      throw new IllegalStateException(
          "an async generator has one consumer, and this one has had it: a loop or a subscriber;"
              + " AsyncGenerator.publisher(() -> ...) makes a generator for each subscriber"
              + CallSites.atCaller());
    }
    return generator;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Flow.Subscriber<Object> told = Unchecked.cast(subscriber);
    AsyncGenerator<? extends T> generator;
    try {
      generator =
          Objects.requireNonNull(
              generators.get(), "the supplier of async generators gave null to a publisher");
    } catch (Throwable none) {
      refuse(told, none);
      return;
    }
    new GeneratorSubscription(generator, told, scheduler).begin();
  }

  private static void refuse(Flow.Subscriber<Object> subscriber, Throwable failure) {
    var nothing = new Nothing();
    try {
      subscriber.onSubscribe(nothing);
      if (!nothing.cancelled) {
        subscriber.onError(failure);
      }
    } catch (Throwable broken) { // it must not throw, and subscribe must not either
      UncaughtExceptions.report(Thread.currentThread(), broken);
    }
  }

  /** The subscription of who gets no elements. */
  private static final class Nothing implements Flow.Subscription {
    private volatile boolean cancelled;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
