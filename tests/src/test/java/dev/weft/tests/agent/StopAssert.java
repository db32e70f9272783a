package dev.weft.tests.agent;

import dev.weft.tests.agent.DebugSession.Stop;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Says where a program has stopped. */
final class StopAssert extends AbstractAssert<StopAssert, Stop> {
  private StopAssert(@Nullable Stop stop) {
    super(stop, StopAssert.class);
  }

  static StopAssert assertThatStop(@Nullable Stop stop) {
    return new StopAssert(stop);
  }

  /** A step has ended there. */
  StopAssert isStepTo(String place) {
    isNotNull();
    Assertions.assertThat(actual.place()).isEqualTo(place);
    Assertions.assertThat(actual.stepped()).as("stepped").isTrue();
    return this;
  }

  /** A breakpoint has stopped there, and no step has ended. */
  StopAssert isBreakpointAt(String place) {
    isNotNull();
    Assertions.assertThat(actual.place()).isEqualTo(place);
    Assertions.assertThat(actual.stepped()).as("stepped").isFalse();
    return this;
  }

  /** A variable is visible, with a value as the debugger prints it. */
  StopAssert shows(String variable, String value) {
    Assertions.assertThat(actual.variables()).containsEntry(variable, value);
    return this;
  }
}
