package dev.weft.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepQueueTest {

  private final StepQueue queue = new StepQueue();

  @Test
  void itIsEmptyAtFirst() {
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatIsPutInFirstIsTakenFirst() {
    Runnable first = () -> {};
    Runnable second = () -> {};

    queue.add(first);
    queue.add(second);

    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.take()).isSameAs(first);
    assertThat(queue.take()).isSameAs(second);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void itGrowsWhereverItsFirstElementLies() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      behavesAsADeque(new StepQueue(), random);
    }
  }

  private static void behavesAsADeque(StepQueue queue, Random random) {
    var model = new ArrayDeque<Runnable>();
    for (int i = 0; i < 1_000; i++) {
      if (random.nextInt(5) < 3) {
        int number = i;
        Runnable step = () -> assertThat(number).isNotNegative();
        queue.add(step);
        model.add(step);
      } else if (!model.isEmpty()) {
        assertThat(queue.take()).isSameAs(model.poll());
      }
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
    }
    while (!model.isEmpty()) {
      assertThat(queue.take()).isSameAs(model.poll());
    }
  }
}
