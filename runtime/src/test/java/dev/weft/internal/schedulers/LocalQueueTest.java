package dev.weft.internal.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalQueueTest {

  private record Step(int number) implements Runnable {
    @Override
    public void run() {}
  }

  private final LocalQueue queue = new LocalQueue(Integer.MAX_VALUE - 3); // numbers overflow
  private final List<Runnable> target = new ArrayList<>();
  private final Runnable[] youngest = new Runnable[8];

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      queue.add(new Step(i));
    }
  }

  private List<Runnable> pollAll() {
    List<Runnable> all = new ArrayList<>();
    for (Runnable step = queue.poll(); step != null; step = queue.poll()) {
      all.add(step);
    }
    return all;
  }

  private static List<Runnable> steps(int... numbers) {
    List<Runnable> steps = new ArrayList<>();
    for (int number : numbers) {
      steps.add(new Step(number));
    }
    return steps;
  }

  @Test
  void whatIsAddedFirstIsPolledFirst() {
    add(1, 5);
    assertThat(queue.size()).isEqualTo(5);
    assertThat(pollAll()).isEqualTo(steps(1, 2, 3, 4, 5));
    assertThat(queue.size()).isZero();
  }

  @Test
  void itHoldsAsManyAsItSays() {
    for (int round = 0; round < 3; round++) {
      add(1, LocalQueue.CAPACITY);
      assertThat(pollAll()).hasSize(LocalQueue.CAPACITY);
    }
  }

  @Test
  void theYoungestAreMovedInTheirOrder() {
    add(1, 5);
    assertThat(queue.pollLast(2, youngest)).isEqualTo(2);
    add(6, 6);
    assertThat(youngest).startsWith(new Step(4), new Step(5), null);
    assertThat(pollAll()).isEqualTo(steps(1, 2, 3, 6));
  }

  @Test
  void ofTheYoungestNoMoreAreMovedThanThereAre() {
    add(1, 2);
    assertThat(queue.pollLast(5, youngest)).isEqualTo(2);
    assertThat(youngest).startsWith(new Step(1), new Step(2), null);
    assertThat(queue.poll()).isNull();
  }

  @Test
  void allButTheOldestAreTaken() {
    add(1, 5);
    assertThat(queue.take(2, target)).isTrue();
    assertThat(target).isEqualTo(steps(3, 4, 5));
    assertThat(queue.take(2, target)).isFalse();
    add(6, 6);
    assertThat(pollAll()).isEqualTo(steps(1, 2, 6));
  }

  @Test
  void nothingIsTakenWhereThereIsLessThanIsLeft() {
    add(1, 2);
    assertThat(queue.take(3, target)).isFalse();
    assertThat(target).isEmpty();
    assertThat(pollAll()).isEqualTo(steps(1, 2));
  }

  @Test
  void whatWasTakenIsNotAmongTheYoungest() {
    add(1, 3);
    assertThat(queue.take(0, target)).isTrue();
    assertThat(queue.hasAny()).isFalse();
    assertThat(queue.pollLast(3, youngest)).isZero();
    assertThat(queue.size()).isZero();
  }

  @Test
  void whetherThereIsAnyIsSeen() {
    assertThat(queue.hasAny()).isFalse();
    add(1, 1);
    assertThat(queue.hasAny()).isTrue();
    assertThat(queue.poll()).isEqualTo(new Step(1));
    assertThat(queue.hasAny()).isFalse();
  }
}
