package dev.weft.internal.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final int ROUND = Pace.MEASURED;

  private final Pace pace = new Pace();
  private int steps = Integer.MAX_VALUE - 3 * ROUND / 2; // numbers overflow
  private long now = Long.MAX_VALUE - 1_000;

  private void turn(int count, long nanosEach) {
    pace.begin(steps, now);
    steps += count;
    now += count * nanosEach;
    pace.update(steps, now);
  }

  @Test
  void oneIsKeptWhileNothingIsKnown() {
    turn(ROUND - 1, 10);
    assertThat(pace.room()).isEqualTo(1);
  }

  @Test
  void asManyAreKeptAsTakeTheTimeThatAWakeUpIsWorth() {
    turn(ROUND, 1_000);
    assertThat(pace.room()).isEqualTo(100);
    turn(ROUND, 10_000);
    assertThat(pace.room()).isEqualTo(10);
  }

  @Test
  void noMoreThanThereIsRoomForAreKept() {
    turn(ROUND, 10);
    assertThat(pace.room()).isEqualTo(Pace.MOST);
    turn(ROUND, 0);
    assertThat(pace.room()).isEqualTo(Pace.MOST);
  }

  @Test
  void ofLongOnesOneIsKept() {
    turn(ROUND, 10);
    turn(ROUND, TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(pace.room()).isEqualTo(1);
  }

  @Test
  void shortTurnsAreTakenTogetherAndWhatIsBetweenThemIsNot() {
    for (int i = 0; i < ROUND; i++) {
      turn(1, 1_000);
      now += TimeUnit.SECONDS.toNanos(1);
    }
    assertThat(pace.room()).isEqualTo(100);
  }

  @Test
  void ofFewThatAreEachWorthAnotherThreadOneIsKept() {
    turn(ROUND, 34_000);
    assertThat(pace.room()).isEqualTo(1);
    turn(ROUND, 24_000);
    assertThat(pace.room()).isEqualTo(4);
  }

  @Test
  void aRoundIsNotLongerThanWhatIsKept() {
    assertThat(pace.round()).isEqualTo(1);
    turn(ROUND, 10_000);
    assertThat(pace.round()).isEqualTo(10);
    turn(ROUND, 10);
    assertThat(pace.round()).isEqualTo(ROUND);
  }

  @Test
  void aTurnIsOverAfterTenMilliseconds() {
    turn(1, TimeUnit.MILLISECONDS.toNanos(10));
    assertThat(pace.isTurnOver()).isFalse();
    turn(1, TimeUnit.MILLISECONDS.toNanos(10) + 1);
    assertThat(pace.isTurnOver()).isTrue();
  }
}
