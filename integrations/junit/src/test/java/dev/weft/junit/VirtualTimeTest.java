package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.junit.samples.VirtualTimeSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Tests whose time passes when nothing else is to be done. */
class VirtualTimeTest {

  @Test
  void passesWhereNothingIsReady() {
    EngineExecutionResults results = Samples.run(VirtualTimeSample.class);
    results.testEvents().assertStatistics(found -> found.succeeded(4).failed(1));
    assertThat(Samples.failure(results, "onLoop"))
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessageContaining("RunsOn.VIRTUAL_TIME");
  }
}
