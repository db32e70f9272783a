package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.RefusedSample;
import dev.weft.junit.samples.UnwovenMethodSample;
import dev.weft.junit.samples.UnwovenSample;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Test classes and methods that were not woven. */
class UnwovenTest {

  @Test
  void isToldOnceForTheClass() {
    EngineExecutionResults results = Samples.run(UnwovenSample.class);
    results.testEvents().assertStatistics(found -> found.started(0));
    assertThat(results.containerEvents().failed().stream())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.getRequiredPayload(TestExecutionResult.class).getThrowable().get())
                    .hasMessageStartingWith(
                        UnwovenSample.class.getName() + " has not been woven, so its @Async")
                    .hasMessageContaining(" for one, cannot be coroutines")
                    .hasMessageContaining("weave-tests")
                    .hasMessageContaining("argLine")
                    .hasMessageContaining("-javaagent:weft-agent.jar")
                    .hasMessageContaining("IDE"));
  }

  @Test
  void isToldForAMethodThatStandsAlone() {
    EngineExecutionResults results = Samples.run(UnwovenMethodSample.class);
    assertThat(Samples.failure(results, "ordinary")).isNull();
    assertThat(Samples.failure(results, "alone"))
        .hasMessageStartingWith(UnwovenMethodSample.class.getName() + " has not been woven");
  }

  @Test
  void aRefusedMethodFailsAlone() {
    EngineExecutionResults results = Samples.run(RefusedSample.class);
    assertThat(Samples.failure(results, "good")).isNull();
    assertThat(Samples.failure(results, "holdsMonitor"))
        .hasMessageContaining("RefusedSample.holdsMonitor")
        .hasMessageContaining("inside a synchronized block");
  }
}
