package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A completion, and waiters that note when they are told. */
abstract class CompletionFixture {

  static final class Plain extends Completion {
    @Override
    protected void completed(Completion done) {
      throw new AssertionError("waits for nothing");
    }

    @Override
    public boolean cancel() {
      return fail(new CancellationException());
    }
  }

  static final class Told extends Waiter {
    private final List<String> order;
    private final String name;

    Told(List<String> order, String name) {
      this.order = order;
      this.name = name;
    }

    @Override
    protected void completed(Completion done) {
      assertThat(done.isDone()).isTrue();
      order.add(name);
    }
  }

  final List<String> order = new ArrayList<>();
  final Plain completion = new Plain();

  final Told waiter(String name) {
    return new Told(order, name);
  }

  final Told subscribed(String name) {
    Told waiter = waiter(name);
    completion.subscribe(waiter);
    return waiter;
  }
}
