package dev.weft.junit.samples;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.junit.AsyncTests;
import dev.weft.junit.Leftovers;
import dev.weft.junit.RunsOn;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that leave coroutines behind, and some that do not. */
@AsyncTests
public class LeavingSample {

  public static final Set<String> CLEANED_UP = ConcurrentHashMap.newKeySet();

  private final Task.Completer<String> never = Task.completer();

  @Async
  private void startWaiting(String who) {
    var unused =
        Weft.start(
            "left " + who,
            () -> {
              try {
                return Weft.await(never.task());
              } finally {
                Weft.yieldNow();
                CLEANED_UP.add(who);
              }
            });
    Weft.yieldNow();
  }

  @Test
  @Async
  void onLoop() {
    startWaiting("loop");
  }

  @Test
  @Async
  @AsyncTests(on = RunsOn.WORK_STEALING)
  void onPool() {
    startWaiting("pool");
  }

  @Test
  @Async
  @AsyncTests(on = RunsOn.VIRTUAL_TIME)
  void inVirtualTime() {
    startWaiting("time");
  }

  @Test
  @Async
  @AsyncTests(on = RunsOn.VIRTUAL_TIME)
  void delayInVirtualTime() {
    var unused = Weft.start("sleeper", () -> Weft.delay(Duration.ofHours(1)));
  }

  @Test
  @Async
  @AsyncTests(leftovers = Leftovers.CANCEL)
  void allowed() {
    startWaiting("allowed");
  }

  @Test
  @Async
  @AsyncTests(leftovers = Leftovers.CANCEL, on = RunsOn.WORK_STEALING)
  void allowedOnPool() {
    startWaiting("allowedOnPool");
  }

  /** What only has to run may. */
  @Test
  @Async
  void readyOnLoop() {
    for (int i = 0; i < 10; i++) {
      var unused = Weft.start(LeavingSample::yieldOften);
    }
  }

  @Test
  @Async
  @AsyncTests(on = RunsOn.WORK_STEALING)
  void readyOnPool() {
    readyOnLoop();
  }

  @Test
  @Async
  @AsyncTests(on = RunsOn.VIRTUAL_TIME)
  void readyInVirtualTime() {
    readyOnLoop();
  }

  @Async
  private static void yieldOften() {
    for (int i = 0; i < 100; i++) {
      Weft.yieldNow();
    }
  }

  @Test
  @Async
  void scoped() throws Exception {
    try (var scope = TaskScope.open()) {
      for (int i = 0; i < 10; i++) {
        var unused = scope.fork(LeavingSample::yieldOften);
      }
      scope.join();
    }
  }

  /** Waits in the end for what the test has started. */
  @Test
  @Async
  void endedAfterEach() {
    helper = Weft.start(() -> Weft.delay(Duration.ofMillis(1)));
  }

  private Task<Void> helper;

  @AfterEach
  @Async
  void awaitHelper() {
    if (helper != null) {
      Weft.await(helper);
    }
  }
}
