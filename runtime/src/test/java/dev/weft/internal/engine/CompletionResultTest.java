package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a completion says of its result: before, with a value of any kind, with a failure. */
@Timeout(60)
class CompletionResultTest extends CompletionFixture {

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
