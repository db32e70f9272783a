package dev.weft.tests.concurrency;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that records what it is told, and does something at each element. */
final class FlowSink<T> implements Flow.Subscriber<T> {

  final List<Object> signals = new CopyOnWriteArrayList<>();

  /** Null for the end, or the failure. */
  final CompletableFuture<Throwable> end = new CompletableFuture<>();

  volatile Flow.Subscription subscription;

  private final long first;
  private final Consumer<FlowSink<T>> then;

  /**
   * One that requests.
   *
   * @param first how many elements in {@code onSubscribe}; none if zero; if less, it throws there
   * @param then is called by {@code onNext}
   */
  FlowSink(long first, Consumer<FlowSink<T>> then) {
    this.first = first;
    this.then = then;
  }

  FlowSink(long first) {
    this(first, sink -> {});
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (first < 0) {
      throw new IllegalStateException("broken in onSubscribe");
    }
    if (first != 0) {
      given.request(first);
    }
  }

  @Override
  public void onNext(T element) {
    signals.add(element);
    then.accept(this);
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(failure);
    end.complete(failure);
  }

  @Override
  public void onComplete() {
    signals.add("end");
    end.complete(null);
  }
}
