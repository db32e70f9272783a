package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When operations on channels have had their share of a turn. */
class TimeBudgetTest {

  private long now;
  private int asked;
  private final TimeBudget budget =
      new TimeBudget(
          () -> {
            asked++;
            return now;
          });

  /** Operations of {@code bytes} that take {@code nanos} each, until the time is over. */
  private int operationsUntilSpent(long bytes, long nanos) {
    int count = 0;
    while (!budget.isSpent() && count < 1_000_000) {
      now += nanos;
      budget.spend(bytes);
      count++;
    }
    return count;
  }

  @Test
  void aTurnOfAFewSmallOperationsDoesNotAskTheClock() {
    for (int i = 0; i < 3; i++) {
      budget.spend(100);
    }

    assertThat(asked).isZero();
  }

  @Test
  void smallOperationsAskItSeldom() {
    for (int i = 0; i < 1600; i++) {
      budget.spend(100);
    }

    assertThat(asked).isBetween(100, 105);
    assertThat(budget.isSpent()).isFalse();
  }

  @Test
  void slowOperationsEndTheTurnSoon() {
    assertThat(operationsUntilSpent(10, TimeBudget.NANOS * 5)).isLessThanOrEqualTo(8);
  }

  @Test
  void largeOnesEndItWhenTheTimeIsOver() {
    assertThat(operationsUntilSpent(128 * 1024, TimeBudget.NANOS / 10)).isEqualTo(11);
  }

  @Test
  void manyThatTakeNoTimeDoNot() {
    assertThat(operationsUntilSpent(0, 0)).isEqualTo(1_000_000);
  }

  @Test
  void theNextTurnBeginsAnew() {
    operationsUntilSpent(128 * 1024, TimeBudget.NANOS);
    budget.refill();

    assertThat(budget.isSpent()).isFalse();
    assertThat(operationsUntilSpent(128 * 1024, TimeBudget.NANOS / 10)).isEqualTo(11);
  }
}
