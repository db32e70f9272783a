package dev.weft.concurrent;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Carrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages have the user's words in them, which may be made of what the message is about. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it would spin
class UsersCodeInMessagesTest {

  /** How long a lock's queue is, for whoever reads the failure. */
  private static final class Told extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient AsyncLock lock;

    Told(AsyncLock lock) {
      this.lock = lock;
    }

    @Override
    public String getMessage() {
      return "failed while so many waited: " + lock.getQueueLength();
    }
  }

  @Test
  void whoDoesNotHoldALockIsToldOfTheHolderThatHasFailed() {
    var lock = new AsyncLock();
    Task<Object> holder =
        Weft.start(
            Schedulers.immediate(),
            body(
                (carrier, before) -> {
                  lock.lock(Carrier.MAX_DEPTH, carrier);
                  throw new Told(lock);
                }));
    Task<Object> waiting =
        Weft.start(
            Schedulers.immediate(),
            body(
                (carrier, before) -> {
                  lock.lock(Carrier.MAX_DEPTH, carrier);
                  return null;
                }));
    assertThat(lock.getQueueLength()).isOne();
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("failed while so many waited: 1");
    assertThat(holder.isDone()).isTrue();
    waiting.cancel(false);
  }
}
