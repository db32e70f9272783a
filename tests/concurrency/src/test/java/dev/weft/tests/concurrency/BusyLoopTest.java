package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Stall;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loops that are busy with many steps, none of which takes long: that is no stall, although a turn
 * of theirs takes longer than the two seconds after which one is noticed by default.
 */
@Timeout(120)
class BusyLoopTest {

  private static final int STEP_NANOS = 40_000_000;

  private final LinkedBlockingQueue<Stall> stalls = new LinkedBlockingQueue<>();

  private EventLoop loop() {
    return Schedulers.eventLoopBuilder().onStall(stalls::add).build();
  }

  @Async
  private static void computeAndYield(int steps) {
    for (int i = 0; i < steps; i++) {
      LockSupport.parkNanos(STEP_NANOS);
      Weft.yieldNow();
    }
  }

  @Test
  void aCoroutineThatYieldsAlone() throws Exception {
    try (EventLoop loop = loop()) {
      Weft.start(loop, () -> computeAndYield(70)).get();
    }

    assertThat(stalls).isEmpty();
  }

  @Test
  void coroutinesThatTakeTurns() throws Exception {
    try (EventLoop loop = loop()) {
      Task<Void> one = Weft.start(loop, () -> computeAndYield(35));
      Task<Void> another = Weft.start(loop, () -> computeAndYield(35));
      one.get();
      another.get();
    }

    assertThat(stalls).isEmpty();
  }
}
