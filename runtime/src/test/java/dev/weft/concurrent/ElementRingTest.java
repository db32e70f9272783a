package dev.weft.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A ring is a queue, however it grows, turns and gives its array up. */
class ElementRingTest {

  @Test
  void asAQueue() {
    var random = new Random(7);
    for (int most : new int[] {1, 3, 16, 17, 100, 5000}) {
      var ring = new ElementRing();
      var queue = new ArrayDeque<Integer>();
      for (int i = 0; i < 20_000; i++) {
        boolean adds = queue.size() < most && random.nextInt(100) < (i / 1000 % 2 == 0 ? 70 : 30);
        if (adds) {
          queue.add(i);
          ring.add(i);
        } else {
          assertThat(ring.poll()).isEqualTo(queue.poll());
        }
        if (queue.isEmpty()) {
          ring.trim();
        }
        assertThat(ring.size()).isEqualTo(queue.size());
        assertThat(ring.isEmpty()).isEqualTo(queue.isEmpty());
      }
    }
  }

  @Test
  void whatHasBecomeTooLongIsGivenUp() {
    var ring = new ElementRing();
    for (int i = 0; i < 10_000; i++) {
      ring.add(i);
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(ring.poll()).isEqualTo(i);
    }
    ring.trim();
    assertThat(ring.length()).isGreaterThanOrEqualTo(10_000); // it was needed until now
    ring.add(1);
    assertThat(ring.poll()).isEqualTo(1);
    ring.trim();
    assertThat(ring.length()).isZero();
    ring.add(2);
    assertThat(ring.poll()).isEqualTo(2);
    assertThat(ring.poll()).isNull();
  }
}
