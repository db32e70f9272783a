package dev.weft.runtime;

import static dev.weft.runtime.HandWoven.body;
import static dev.weft.runtime.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One operation that is used for call after call, each of which suspends or not. */
class OperationTest {

  /** Hands values to one coroutine. */
  private static final class Mailbox extends Operation {
    private final ArrayDeque<Object> values = new ArrayDeque<>();

    void put(Object value) {
      values.add(value);
      boolean unused = wake();
    }

    @Nullable Object take(Carrier carrier) {
      Object value = values.poll();
      if (value == null) {
        suspend(carrier);
      }
      return value;
    }

    /** A part of a body that notes what it was given and asks for more. */
    HandWoven.Part notingInto(List<Object> given) {
      return (carrier, before) -> {
        given.add(before.get());
        return take(carrier);
      };
    }

    @Override
    protected void goOn(Carrier carrier) {
      Object value = values.poll();
      if (value == null) {
        suspendAgain(carrier);
      } else {
        carrier.putObject(value);
      }
    }

    @Override
    protected void start() {}

    @Override
    protected void abandon() {}

    @Override
    protected void failed() {}
  }

  private final Mailbox mailbox = new Mailbox();
  private final List<Object> given = new ArrayList<>();

  private Task<Object> threeTakes() {
    return Weft.start(
        body(
            (carrier, before) -> mailbox.take(carrier),
            mailbox.notingInto(given),
            mailbox.notingInto(given),
            result()));
  }

  @Test
  void anOperationSuspendsOneCallAfterTheOther() {
    Task<Object> task = threeTakes();
    mailbox.put("a");
    mailbox.put("b");
    assertThat(task.isDone()).isFalse();

    mailbox.put("c");

    assertThat(Weft.await(task)).isEqualTo("c");
    assertThat(given).containsExactly("a", "b");
  }

  @Test
  void aWakeUpForNothingSuspendsItOnceMore() {
    Task<Object> task = threeTakes();
    assertThat(mailbox.wake()).isTrue();
    mailbox.put("a");
    assertThat(mailbox.wake()).isTrue();
    mailbox.put("b");
    mailbox.put("c");

    assertThat(Weft.await(task)).isEqualTo("c");
    assertThat(given).containsExactly("a", "b");
  }
}
