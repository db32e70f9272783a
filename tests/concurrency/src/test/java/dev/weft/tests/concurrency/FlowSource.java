package dev.weft.tests.concurrency;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** A publisher whose signals are sent by hand, and which records what it is asked for. */
final class FlowSource implements Flow.Publisher<Integer>, Flow.Subscription {

  final List<Long> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger cancels = new AtomicInteger();
  volatile Flow.Subscriber<? super Integer> subscriber;

  private final boolean answers;

  private FlowSource(boolean answers) {
    this.answers = answers;
  }

  /** One that sends its subscription when somebody subscribes. */
  static FlowSource answering() {
    return new FlowSource(true);
  }

  /** One that only takes note of its subscriber. */
  static FlowSource silent() {
    return new FlowSource(false);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Integer> next) {
    subscriber = next;
    if (answers) {
      next.onSubscribe(this);
    }
  }

  @Override
  public void request(long n) {
    requests.add(n);
  }

  @Override
  public void cancel() {
    cancels.incrementAndGet();
  }

  /** Sends {@code first} and so on, so many. */
  void send(int first, int count) {
    for (int i = 0; i < count; i++) {
      subscriber.onNext(first + i);
    }
  }
}
