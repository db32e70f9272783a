package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One operation that is used for call after call, each of which suspends or not. */
class OperationFrameTest {

  /** Hands values to one coroutine. */
  private static final class Mailbox extends OperationFrame {
    private final ArrayDeque<Object> values = new ArrayDeque<>();
    private int abandoned;
    private int failures;

    void put(Object value) {
      values.add(value);
      boolean unused = wake();
    }

    @Nullable Object take(WovenCarrier carrier) {
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
    protected void proceed(Carrier carrier) {
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
    protected void abandon() {
      abandoned++;
    }

    @Override
    protected void failed() {
      failures++;
    }
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

  @Test
  void theCallerOfAnEarlierCallIsNotResumedForALaterOneWithoutCallers() {
    List<Object> resumed = new ArrayList<>();
    Task<Object> first =
        Weft.start(
            body(
                (carrier, before) -> mailbox.take(carrier),
                mailbox.notingInto(resumed),
                (carrier, before) -> resumed.add(before.get())));
    mailbox.put("a");
    mailbox.put("b");
    assertThat(first.isDone()).isTrue();

    Task<Object> second = Weft.start(body((carrier, before) -> mailbox.take(carrier)));
    mailbox.put("c");

    assertThat(Weft.await(second)).isEqualTo("c");
    assertThat(resumed).containsExactly("a", "b");
  }

  @Test
  void itMayBeCalledFromOtherFramesThanBefore() {
    var inner =
        new HandWoven(
            (carrier, before) -> mailbox.take(carrier), mailbox.notingInto(given), result());
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) -> mailbox.take(carrier),
                mailbox.notingInto(given),
                (carrier, before) -> {
                  given.add(before.get());
                  return inner.call(carrier);
                },
                result()));

    for (String value : List.of("a", "b", "c", "d")) {
      assertThat(task.isDone()).isFalse();
      mailbox.put(value);
    }

    assertThat(Weft.await(task)).isEqualTo("d");
    assertThat(given).containsExactly("a", "b", "c");
  }

  @Test
  void whoIsCancelledWhileItWaitsIsToldAndTheOperationToo() {
    Task<Object> task = threeTakes();
    mailbox.put("a");

    assertThat(task.cancel(true)).isTrue();

    assertThat(task.isCancelled()).isTrue();
    assertThat(mailbox.abandoned).isEqualTo(1);
    assertThat(mailbox.failures).isEqualTo(1);
    assertThat(mailbox.wake()).isFalse();
  }

  @Test
  void aWakeUpDoesNothingToWhoWaitsForSomethingElse() {
    Task.Completer<Object> other = Task.completer();
    Task<Object> task =
        Weft.start(
            body(
                (carrier, before) -> mailbox.take(carrier),
                HandWoven.await((Completion) other.task()),
                result()));
    mailbox.put("a");

    assertThat(mailbox.wake()).isFalse();
    assertThat(task.isDone()).isFalse();
    other.complete("b");

    assertThat(Weft.await(task)).isEqualTo("b");
  }

  @Test
  void aFailedWakeUpIsThrownInTheCall() {
    Task<Object> task = threeTakes();

    assertThat(mailbox.wake(new IllegalStateException("broken"))).isTrue();

    assertThatThrownBy(() -> Weft.await(task)).hasMessage("broken");
    assertThat(mailbox.failures).isEqualTo(1);
  }

  @Test
  void aFrameWithMonitorsHeldWaitsForItAsForAnyEvent() {
    var holding = new HoldingTake();
    Task<Object> task = Weft.start(body((carrier, before) -> holding.call(carrier), result()));
    assertThat(task.isDone()).isFalse();

    assertThat(mailbox.wake()).isTrue(); // for nothing
    assertThat(task.isDone()).isFalse();
    mailbox.put("a");

    assertThat(Weft.await(task)).isEqualTo("a");
    assertThat(given).containsExactly("taken", "taken");
  }

  /** A call of the mailbox made with monitors held, as woven code makes it. */
  private final class HoldingTake extends Frame implements MonitorFrame {
    private @Nullable Frame leaf;

    @Override
    public @Nullable Frame callees() {
      return leaf;
    }

    @Override
    public void setCallees(@Nullable Frame callees) {
      leaf = callees;
    }

    @Nullable Object call(WovenCarrier carrier) {
      Object value = mailbox.take(carrier);
      if (carrier.isUnwinding()) {
        carrier.linkMonitorFrame(this);
      }
      return value;
    }

    @Override
    protected int resume(Carrier carrier) {
      given.add("taken");
      carrier.resumeCallees(this);
      if (carrier.isUnwinding()) {
        carrier.linkMonitorFrame(this);
      } else {
        carrier.putObject(carrier.takeObject());
      }
      return carrier.unwinding;
    }
  }
}
