package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The property of default warnings, and that they are given once. */
class StallMonitorTest {

  @Test
  void aPropertyThatMakesNoSenseIsAsNone() {
    assertThat(StallMonitor.threshold(null)).isEqualTo(2_000);
    assertThat(StallMonitor.threshold("0")).isZero();
    assertThat(StallMonitor.threshold("500")).isEqualTo(500);
    assertThat(StallMonitor.threshold("abc")).isEqualTo(2_000);
    assertThat(StallMonitor.threshold("-5")).isEqualTo(2_000);
  }

  @Test
  void aPlaceIsNewOnceAndAfterAThousandNoneIs() {
    var places = new StallPlaces();
    assertThat(places.isNew(line(0))).isTrue();
    assertThat(places.isNew(line(0))).isFalse();
    for (int i = 1; i < 1_000; i++) {
      assertThat(places.isNew(line(i))).isTrue();
    }
    assertThat(places.isNew(line(1_000))).isFalse();
  }

  private static StackTraceElement line(int number) {
    return new StackTraceElement("C", "m", "C.java", number);
  }
}
