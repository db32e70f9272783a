package dev.weft.junit.samples;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import dev.weft.junit.RunsOn;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Tests that wait for ever. */
@AsyncTests(timeout = 1)
public class OverdueSample {

  public static final Set<String> BEGUN = ConcurrentHashMap.newKeySet();
  public static final Set<String> CLEANED_UP = ConcurrentHashMap.newKeySet();

  private final Task.Completer<String> never = Task.completer();

  @Async
  private void hang(String who) {
    Task<String> helper = Weft.start("helper", () -> Weft.await(never.task()));
    BEGUN.add(who);
    try {
      Weft.await(helper); // for ever
    } finally {
      Weft.yieldNow();
      CLEANED_UP.add(who);
    }
  }

  @Test
  @Async
  void onLoop() {
    hang("loop");
  }

  @Test
  @Async
  @AsyncTests(timeout = 1, on = RunsOn.WORK_STEALING)
  void onPool() {
    hang("pool");
  }

  @Test
  @Async
  @AsyncTests(timeout = 1, on = RunsOn.VIRTUAL_TIME)
  void inVirtualTime() {
    hang("time");
  }

  @Test
  @Async
  @AsyncTests(timeout = 1, on = RunsOn.VIRTUAL_TIME)
  void neverIdle() {
    while (true) {
      Weft.delay(Duration.ofSeconds(1));
    }
  }

  @Test
  @Async
  @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
  void byJUnit() {
    hang("junit");
  }

  @Test
  @Async
  @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
  @AsyncTests(timeout = 1, on = RunsOn.VIRTUAL_TIME)
  void byJUnitInVirtualTime() {
    hang("junit's time");
  }

  @Test
  @Async
  @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void byJUnitFromElsewhere() {
    hang("elsewhere");
  }

  @Test
  @Async
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void longerByJUnit() {
    Weft.delay(Duration.ofMillis(1100));
  }
}
