package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.OverdueSample;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that wait for ever, ended by JUnit's limit or by ours. */
class OverdueTest {

  @Test
  void oursReportsWhatWasAlive() {
    List<String> methods = List.of("onLoop", "onPool", "inVirtualTime", "neverIdle");
    List<Throwable> failures = methods.parallelStream().map(OverdueTest::failure).toList();
    for (int i = 0; i < methods.size(); i++) {
      assertThat(failures.get(i))
          .isExactlyInstanceOf(TimeoutException.class)
          .hasMessageContaining("OverdueSample." + methods.get(i) + "() was not done after 1 s");
      assertPointsTo(failures.get(i), methods.get(i));
    }
    for (Throwable each : failures.subList(0, 3)) {
      assertThat(each.getMessage()).contains("2 coroutines", "\"helper\"", "hang");
    }
    assertThat(OverdueSample.CLEANED_UP).contains("loop", "pool", "time");
  }

  @Test
  void junitsInterruptIsToldWithWhatWasAlive() {
    for (String method : List.of("byJUnit", "byJUnitInVirtualTime")) {
      Throwable failure = failureOnceBegun(method);
      assertThat(failure)
          .isExactlyInstanceOf(TimeoutException.class)
          .hasMessageContaining("timed out after 200 milliseconds");
      Throwable ours = failure.getSuppressed()[0];
      assertThat(ours)
          .hasMessageContaining("OverdueSample." + method + "() was interrupted")
          .hasMessageContaining("2 coroutines")
          .hasMessageContaining("\"helper\"");
      assertPointsTo(ours, method);
    }
    assertThat(OverdueSample.CLEANED_UP).contains("junit", "junit's time");
  }

  @Test
  void fromASeparateThread() {
    Throwable failure = failureOnceBegun("byJUnitFromElsewhere");
    assertThat(failure)
        .isExactlyInstanceOf(TimeoutException.class)
        .hasMessageContaining("timed out after 200 milliseconds");
    assertThat(failure.getSuppressed()[0])
        .hasMessageContaining("OverdueSample.byJUnitFromElsewhere() was interrupted")
        .hasMessageContaining("2 coroutines")
        .hasMessageContaining("\"helper\"");
    assertPointsTo(failure.getSuppressed()[0], "byJUnitFromElsewhere");
    assertThat(OverdueSample.CLEANED_UP).contains("elsewhere");
  }

  @Test
  void ofJUnitsLimitAndOursJUnitsCounts() {
    assertThat(failure("longerByJUnit")).isNull();
  }

  /**
   * JUnit's limit counts from before the coroutine has begun, which may be late on a busy machine.
   */
  private static Throwable failureOnceBegun(String method) {
    for (int i = 0; i < 50; i++) {
      OverdueSample.BEGUN.clear();
      Throwable failure = failure(method);
      if (!OverdueSample.BEGUN.isEmpty()) {
        return failure;
      }
    }
    throw new AssertionError(method + " never begins in time");
  }

  private static Throwable failure(String method) {
    return Samples.failure(OverdueSample.class, method);
  }

  /** The trace is that of the coroutine which waits. */
  private static void assertPointsTo(Throwable failure, String method) {
    assertThat(Stream.of(failure.getStackTrace()))
        .anyMatch(
            each ->
                each.getMethodName().equals(method)
                    && each.getLineNumber() > 0
                    && "OverdueSample.java".equals(each.getFileName()));
  }
}
