package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link TurnBudget} by a clock that the steps move on. */
class TurnBudgetTest {

  private static final int MANY = 1000;

  private long now = Long.MAX_VALUE - TurnBudget.NANOS / 2; // it overflows meanwhile
  private final TurnBudget budget = new TurnBudget(() -> now);

  /** A turn in which very many steps are ready: its parts. */
  private List<Integer> turn(long nanosOfStep) {
    var parts = new ArrayList<Integer>();
    budget.begin();
    boolean goesOn = true;
    while (goesOn) {
      int part = budget.part();
      parts.add(part);
      now += part * nanosOfStep;
      goesOn = budget.spend(part);
    }
    return parts;
  }

  @Test
  void partsGrowUntilATurnIsOne() {
    assertThat(budget.isUnlimited()).isFalse();
    assertThat(turn(100)).containsExactly(2, 4, 8, 16, 32, 64, 2);
    assertThat(budget.isUnlimited()).isTrue();
    assertThat(turn(100)).containsExactly(128);
    assertThat(budget.admits(MANY)).isEqualTo(TurnBudget.MOST);
  }

  @Test
  void aTurnEndsWithItsTime() {
    assertThat(turn(TurnBudget.NANOS / 20)).containsExactly(2, 4, 8, 16);
    assertThat(turn(TurnBudget.NANOS / 20)).containsExactly(20);
    assertThat(budget.admits(MANY)).isEqualTo(20);
    assertThat(budget.isUnlimited()).isFalse();
  }

  @Test
  void stepsThatAreLongerThanATurnHaveOneEach() {
    assertThat(turn(10 * TurnBudget.NANOS)).containsExactly(2);
    assertThat(turn(10 * TurnBudget.NANOS)).containsExactly(1);
    assertThat(budget.admits(MANY)).isOne();
  }

  /** However long the step before has been, a few that have waited for its end take turns. */
  @Test
  void whereFewAreReadyAFewMayJoin() {
    turn(10 * TurnBudget.NANOS);
    turn(10 * TurnBudget.NANOS);

    assertThat(budget.admits(0)).isEqualTo(16);
    assertThat(budget.admits(10)).isEqualTo(6);
    assertThat(budget.admits(16)).isOne();
  }

  /** What is to come in is not held back for longer than there is a reason. */
  @Test
  void whenStepsAreShortAgainTurnsAreWhole() {
    turn(10 * TurnBudget.NANOS);
    turn(10 * TurnBudget.NANOS);

    assertThat(turn(100)).containsExactly(1, 2, 4, 8, 16, 32, 64, 1);
    assertThat(budget.admits(MANY)).isEqualTo(TurnBudget.MOST);
    assertThat(turn(100)).containsExactly(128);
  }

  /** Nothing is known of what has become ready meanwhile. */
  @Test
  void afterASleepPartsAreSmall() {
    turn(100);
    budget.slept();

    assertThat(budget.isUnlimited()).isFalse();
    assertThat(turn(100).get(0)).isEqualTo(2);
  }

  @Test
  void aTurnWithLittleToRunIsNoReasonToAdmitLess() {
    budget.begin();
    assertThat(budget.spend(1)).isTrue();

    assertThat(budget.admits(MANY)).isEqualTo(TurnBudget.MOST);
  }

  /** It may have been as long as it liked. */
  @Test
  void afterATurnWithoutTheClockPartsAreSmall() {
    turn(100);
    assertThat(budget.isUnlimited()).isTrue();
    budget.ranWithoutClock();

    assertThat(budget.isUnlimited()).isTrue();
    assertThat(turn(10 * TurnBudget.NANOS)).containsExactly(2);
    assertThat(turn(10 * TurnBudget.NANOS)).containsExactly(1);
  }
}
