package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.LeavingSample;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Coroutines that are alive when their test is over. */
class LeftoversTest {

  private static EngineExecutionResults results;

  @BeforeAll
  static void run() {
    LeavingSample.CLEANED_UP.clear();
    results = Samples.run(LeavingSample.class);
  }

  @Test
  void failTheTest() {
    for (String method : List.of("onLoop", "onPool", "inVirtualTime")) {
      assertThat(Samples.failure(results, method))
          .as(method)
          .isExactlyInstanceOf(AssertionError.class)
          .hasMessageStartingWith("LeavingSample." + method + "() is over, and coroutines")
          .hasMessageContaining("Alive were 1 coroutine")
          .hasMessageContaining("\"left ")
          .satisfies(
              failure ->
                  assertThat(failure.getStackTrace())
                      .anyMatch(each -> "LeavingSample.java".equals(each.getFileName())));
    }
    assertThat(Samples.failure(results, "delayInVirtualTime"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageContaining("\"sleeper\"");
  }

  @Test
  void areCancelledAndCleanUp() {
    assertThat(LeavingSample.CLEANED_UP)
        .containsExactlyInAnyOrder("loop", "pool", "time", "allowed", "allowedOnPool");
  }

  @Test
  void mayBeAllowed() {
    assertThat(Samples.failure(results, "allowed")).isNull();
    assertThat(Samples.failure(results, "allowedOnPool")).isNull();
  }

  @Test
  void areNotThoseThatOnlyHaveToRun() {
    for (String method :
        List.of("readyOnLoop", "readyOnPool", "readyInVirtualTime", "scoped", "endedAfterEach")) {
      assertThat(Samples.failure(results, method)).as(method).isNull();
    }
  }
}
