package dev.weft;

import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.woven.Suspend;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coroutines that delay on an event loop use its timers. */
@Timeout(60)
class DelayOnLoopTest extends LoopFixture {

  @Test
  void cancellingADelayedCoroutineEndsItsDelay() throws Exception {
    var suspended = new CountDownLatch(1);
    Task<Object> task =
        Weft.start(
            loop,
            body(
                (carrier, before) -> {
                  loop.schedule(suspended::countDown);
                  Suspend.delay(Duration.ofDays(1000 * 365), carrier);
                  return null;
                },
                result()));
    suspended.await();

    task.cancel(true);
    runOnLoop(() -> {});
    runOnLoop(() -> {});

    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void aDelayOfACoroutineGoesOnOnTheLoop() throws Exception {
    Task<Object> task =
        Weft.start(
            loop,
            body(
                (carrier, before) -> {
                  Suspend.delay(Duration.ofMillis(1), carrier);
                  return null;
                },
                (carrier, before) -> {
                  assertThat(before.get()).isNull();
                  return Thread.currentThread().getName();
                }));

    assertThat(task.get()).isEqualTo(loop.toString());
  }
}
