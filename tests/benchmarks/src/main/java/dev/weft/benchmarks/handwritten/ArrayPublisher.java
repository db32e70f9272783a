package dev.weft.benchmarks.handwritten;

import java.util.concurrent.Flow;

/** Publishes the elements of an array, within the calls of request, on one thread. */
public final class ArrayPublisher implements Flow.Publisher<Integer> {

  private final Integer[] source;

  /** Publishes {@code source} to each subscriber. */
  public ArrayPublisher(Integer[] source) {
    this.source = source;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
    subscriber.onSubscribe(new Elements(source, subscriber));
  }

  private static final class Elements implements Flow.Subscription {
    private final Integer[] source;
    private final Flow.Subscriber<? super Integer> subscriber;
    private long requested;
    private int next;
    private boolean sending;
    private boolean cancelled;

    Elements(Integer[] source, Flow.Subscriber<? super Integer> subscriber) {
      this.source = source;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      requested += n;
      if (sending) {
        return;
      }
      sending = true;
      while (requested > 0 && next < source.length && !cancelled) {
        requested--;
        subscriber.onNext(source[next++]);
      }
      if (next == source.length && !cancelled) {
        cancelled = true;
        subscriber.onComplete();
      }
      sending = false;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
