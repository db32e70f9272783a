package dev.weft.samples.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncBarrier;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class TableTest {

  private static final int SIZE = 5;
  private static final int MEALS = 40;
  private static final int DINNERS = 2_000;

  @TestFactory
  List<DynamicTest> everybodyEatsInOrder() {
    return Both.run(() -> everybodyEats(Manner.ORDERED));
  }

  @TestFactory
  List<DynamicTest> everybodyEatsWithAWaiter() {
    return Both.run(() -> everybodyEats(Manner.WAITER));
  }

  @Async
  private static void everybodyEats(Manner manner) {
    var inUse = new AtomicIntegerArray(SIZE); // each fork, by so many
    var shared = new AtomicBoolean();
    var eaten = new AtomicIntegerArray(SIZE);
    var table =
        new Table(
            SIZE,
            manner,
            () -> Weft.yieldNow(),
            philosopher -> {
              int right = (philosopher + 1) % SIZE;
              if (inUse.incrementAndGet(philosopher) > 1 || inUse.incrementAndGet(right) > 1) {
                shared.set(true);
              }
              Weft.yieldNow();
              inUse.decrementAndGet(philosopher);
              inUse.decrementAndGet(right);
              eaten.incrementAndGet(philosopher);
            });

    table.dinner(MEALS);

    assertThat(eaten.toString()).isEqualTo("[40, 40, 40, 40, 40]");
    assertThat(shared).isFalse();
    assertThat(table.isCleared()).isTrue();
  }

  /** Often, since whoever looks may come before the last one has sat down, or waits. */
  @TestFactory
  List<DynamicTest> greedyOnesWaitForEachOther() {
    return Both.run(
        () -> {
          for (int dinner = 0; dinner < DINNERS; dinner++) {
            greedyDinner();
          }
        });
  }

  @Async
  private static void greedyDinner() {
    var allHaveOne = new AsyncBarrier(SIZE);
    var table = new Table(SIZE, Manner.GREEDY, () -> allHaveOne.await(), who -> {});

    String message = "";
    try {
      table.dinner(1);
    } catch (Table.DeadlockException deadlock) {
      message = deadlock.getMessage();
    }

    assertThat(message.lines().map(line -> line.replaceAll("line \\d+", "line"))) //
        .containsExactly(
            "all wait for each other:",
            "  philosopher 0, line: first=fork 0, second=fork 1",
            "  philosopher 1, line: first=fork 1, second=fork 2",
            "  philosopher 2, line: first=fork 2, second=fork 3",
            "  philosopher 3, line: first=fork 3, second=fork 4",
            "  philosopher 4, line: first=fork 4, second=fork 0");
    assertThat(table.isCleared()).isTrue(); // who was stopped has put back what he had
  }
}
