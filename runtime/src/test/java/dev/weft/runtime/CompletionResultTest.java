package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a completion says of its result: before, with a value of any kind, with a failure. */
@Timeout(60)
class CompletionResultTest {

  private static final class Plain extends Completion {
    @Override
    protected void completed(Completion done) {
      throw new AssertionError("waits for nothing");
    }

    @Override
    public boolean cancel() {
      return fail(new CancellationException());
    }
  }

  private static final class Told extends Waiter {
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

  private final List<String> order = new ArrayList<>();
  private final Plain completion = new Plain();

  private Told waiter(String name) {
    return new Told(order, name);
  }

  private Told subscribed(String name) {
    Told waiter = waiter(name);
    completion.subscribe(waiter);
    return waiter;
  }

  @Test
  void theResultIsTheValueWhateverItIs() throws Throwable {
    var error = new IllegalStateException("a value, not a failure");
    for (Object value : new Object[] {"x", waiter("w"), new Plain(), error, 'c'}) {
      var each = new Plain();
      assertThat(each.complete(value)).isTrue();

      assertThat(each.isDone()).isTrue();
      assertThat(each.failure()).isNull();
      assertThat(each.result()).isSameAs(value);
    }
    completion.complete(null);
    assertThat(completion.result()).isNull();
  }

  @Test
  void aWaiterAsResultIsNotTold() throws Throwable {
    subscribed("a");
    Told value = waiter("value");

    completion.complete(value);
    completion.unsubscribe(value);

    assertThat(order).containsExactly("a");
    assertThat(completion.result()).isSameAs(value);
  }

  @Test
  void thereIsNoResultBeforeItArrives() {
    assertThat(completion.isDone()).isFalse();
    assertThat(completion.failure()).isNull();
    assertThatIllegalStateException()
        .isThrownBy(completion::result)
        .withMessageStartingWith("not done yet: ");
    subscribed("a");
    assertThat(completion.isDone()).isFalse();
  }

  @Test
  void aFailureIsThrownAsItIs() {
    var failure = new Exception("checked");
    completion.fail(failure);

    assertThat(completion.isDone()).isTrue();
    assertThat(completion.isCancelled()).isFalse();
    assertThat(completion.failure()).isSameAs(failure);
    assertThatThrownBy(completion::result).isSameAs(failure);
  }
}
