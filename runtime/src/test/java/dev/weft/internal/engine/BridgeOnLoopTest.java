package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.callFromOutside;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.woven.Suspend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suspending methods called from ordinary code on a thread that must never block. */
@Timeout(60)
class BridgeOnLoopTest {

  private final Task.Completer<Object> completer = Task.completer();
  private final Completion pending = (Completion) completer.task();

  @Test
  void onAThreadThatMustNotBlockTheCallFailsWhereItWouldSuspend() throws Exception {
    var outcome = new LinkedBlockingQueue<Object>();
    List<Throwable> seen = new ArrayList<>();
    try (EventLoop loop = Schedulers.eventLoop()) {
      loop.schedule(
          () ->
              outcome.add(
                  callFromOutside(
                      await(pending),
                      (carrier, before) -> {
                        seen.add(before.failure());
                        return "cleaned up";
                      })));

      assertThat(outcome.take()).isEqualTo("cleaned up");
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("a suspending method called from ordinary code")
          .hasMessageContaining(" would block the event loop " + loop)
          .hasMessageContaining("(it suspended at dev.weft.internal.engine.HandWoven.resume")
          .hasMessageEndingWith("call it from an @Async method, or start it with Weft.start");
    }
  }

  @Test
  void onAThreadThatMustNotBlockEverySuspensionFails() throws Exception {
    var outcome = new LinkedBlockingQueue<Object>();
    List<Throwable> seen = new ArrayList<>();
    HandWoven.Part again =
        (carrier, before) -> {
          seen.add(before.failure());
          return Suspend.await(pending, carrier);
        };
    try (EventLoop loop = Schedulers.eventLoop()) {
      loop.schedule(
          () ->
              outcome.add(
                  callFromOutside(await(pending), again, again, (carrier, before) -> "end")));

      assertThat(outcome.take()).isEqualTo("end");
    }
    assertThat(seen).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    assertThat(completer.task().isDone()).isFalse();
  }
}
