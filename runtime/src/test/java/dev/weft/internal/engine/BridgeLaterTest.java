package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A blocking call whose last step wakes other coroutines of its thread still gives its own result.
 */
@Timeout(60)
class BridgeLaterTest {

  private static final class LongFrame extends Frame {
    private final Task.Completer<Object> wakes;

    LongFrame(Task.Completer<Object> wakes) {
      this.wakes = wakes;
    }

    @Override
    protected int resume(Carrier carrier) {
      carrier.takeVoid();
      wakes.complete("other");
      carrier.putLong(42);
      return carrier.unwinding;
    }
  }

  /** A coroutine that puts a long into the carrier on its way. */
  private static Task<Object> other(Task.Completer<Object> wakes) {
    return Weft.start(
        HandWoven.body(
            await((Completion) wakes.task()),
            (carrier, before) -> {
              carrier.putLong(-1);
              return before.get();
            }));
  }

  @Test
  void anObjectResultIsNotLost() {
    Task.Completer<Object> wakes = Task.completer();
    Task<Object> other = other(wakes);
    WovenCarrier carrier = WovenCarrier.current();
    Object result =
        new HandWoven(
                (c, before) -> {
                  Suspend.yieldNow(c);
                  return null;
                },
                (c, before) -> {
                  wakes.complete("other");
                  return "mine";
                })
            .call(carrier);
    result = carrier.isUnwinding() ? carrier.blockObject() : result;

    assertThat(result).isEqualTo("mine");
    assertThat(Weft.await(other)).isEqualTo("other");
  }

  @Test
  void aPrimitiveResultIsNotLost() {
    Task.Completer<Object> wakes = Task.completer();
    Task<Object> other = other(wakes);
    WovenCarrier carrier = WovenCarrier.current();
    carrier.suspendToYield();
    carrier.link(new LongFrame(wakes));

    assertThat(carrier.blockLong()).isEqualTo(42);
    assertThat(Weft.await(other)).isEqualTo("other");
  }

  @Test
  void aFailureGoesToTheCallerAndToNobodyElse() {
    var failure = new IOException("mine");
    Task.Completer<Object> wakes = Task.completer();
    Task<Object> other = other(wakes);
    WovenCarrier carrier = WovenCarrier.current();

    assertThatThrownBy(
            () -> {
              var unused =
                  new HandWoven(
                          (c, before) -> {
                            Suspend.yieldNow(c);
                            return null;
                          },
                          (c, before) -> {
                            wakes.complete("other");
                            throw failure;
                          })
                      .call(carrier);
              var unused2 = carrier.blockObject();
            })
        .isSameAs(failure);
    assertThat(Weft.await(other)).isEqualTo("other");
  }
}
