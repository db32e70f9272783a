package dev.weft.benchmarks.handwritten;

import java.util.concurrent.Flow;

/** Adds up what is published on this thread, and requests it in parts. */
public final class SumSubscriber implements Flow.Subscriber<Integer> {

  private static final int PART = 64;

  private Flow.Subscription subscription;
  private int left = PART;
  private long sum;
  private boolean complete;

  private SumSubscriber() {}

  /** The sum of all elements of {@code publisher}. */
  public static long of(Flow.Publisher<Integer> publisher) {
    var subscriber = new SumSubscriber();
    publisher.subscribe(subscriber);
    if (!subscriber.complete) {
      throw new IllegalStateException("not published on this thread");
    }
    return subscriber.sum;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(PART);
  }

  @Override
  public void onNext(Integer element) {
    sum += element;
    if (--left == 0) {
      left = PART;
      subscription.request(PART);
    }
  }

  @Override
  public void onError(Throwable failure) {
    throw new IllegalStateException(failure);
  }

  @Override
  public void onComplete() {
    complete = true;
  }
}
