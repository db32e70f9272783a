package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.FailingSample;
import dev.weft.junit.samples.LifeCycleSample;
import dev.weft.junit.samples.ParameterizedSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Test methods of all kinds as coroutines, and what they end with. */
class LifeCycleTest {

  @Test
  void methodsOfOneTestAreOnOneLoop() {
    Samples.run(LifeCycleSample.class)
        .testEvents()
        .assertStatistics(
            found ->
                found.started(LifeCycleSample.TESTS).succeeded(LifeCycleSample.TESTS).failed(0));
  }

  @Test
  void argumentsOfAllSortsArePassed() {
    Samples.run(ParameterizedSample.class)
        .testEvents()
        .assertStatistics(found -> found.started(2).succeeded(2));
  }

  @Test
  void failuresAreThoseOfTheTest() {
    EngineExecutionResults results = Samples.run(FailingSample.class);
    results.testEvents().assertStatistics(found -> found.failed(6).aborted(1).succeeded(0));

    Throwable checked = Samples.failure(results, "checkedAfterSuspension");
    assertThat(checked).isExactlyInstanceOf(IOException.class).hasMessage("no such host");
    assertThat(linesOf(checked)).containsSubsequence("fetch", "checkedAfterSuspension");
    for (String method : new String[] {"assertionAfterSuspension", "assertionAtOnce"}) {
      Throwable failure = Samples.failure(results, method);
      assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("expected: <1>");
      assertThat(linesOf(failure)).contains(method);
    }
    assertThat(Samples.failure(results, "wrapped"))
        .isExactlyInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("its own");
    assertThat(Samples.failure(results, "cancelled"))
        .isExactlyInstanceOf(CancellationException.class)
        .hasMessage("by itself");
    assertThat(Samples.failure(results, "leavesSomethingBehind"))
        .hasMessageContaining("expected: <1>")
        .hasNoSuppressedExceptions();
  }

  /** The methods of the sample that the trace leads to a line of. */
  private static String[] linesOf(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(each -> "FailingSample.java".equals(each.getFileName()) && each.getLineNumber() > 0)
        .map(StackTraceElement::getMethodName)
        .distinct()
        .toArray(String[]::new);
  }
}
