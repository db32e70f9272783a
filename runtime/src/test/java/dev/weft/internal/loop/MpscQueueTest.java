package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The queue of hand-overs: order, segments, closing in the middle. The long form of the stress:
 * {@code -Dweft.stress.rounds=50000}.
 */
@Timeout(600)
class MpscQueueTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 300);

  /** So that a producer which runs alone for long fills neither the heap nor another's numbers. */
  private static final int MOST = 100_000;

  private final MpscQueue<Integer> queue = new MpscQueue<>();

  private List<Integer> takeAll() {
    var all = new ArrayList<Integer>();
    for (Integer each = queue.take(); each != null; each = queue.take()) {
      all.add(each);
    }
    return all;
  }

  @Test
  void elementsComeOutAsTheyWentInAcrossSegments() {
    int count = 3 * MpscQueue.SIZE + 7;
    for (int i = 0; i < count; i++) {
      assertThat(queue.put(i)).isTrue();
    }

    assertThat(queue.isEmpty()).isFalse();
    assertThat(takeAll()).isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.put(1)).isTrue();
    assertThat(takeAll()).containsExactly(1);
  }

  @Test
  void closingGivesTheRestAndRefusesWhatComesLater() {
    for (int in : new int[] {0, 1, MpscQueue.SIZE - 1, MpscQueue.SIZE, MpscQueue.SIZE + 1}) {
      var each = new MpscQueue<Integer>();
      IntStream.range(0, in).forEach(each::put);
      var rest = new ArrayList<Integer>();

      each.close(rest::add);

      assertThat(rest).isEqualTo(IntStream.range(0, in).boxed().toList());
      assertThat(each.put(1)).isFalse();
      assertThat(each.put(2)).isFalse();
      assertThat(each.take()).isNull();
    }
  }

  @Test
  void closedInTheMiddleEveryElementIsTakenOrRefused() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      closeInTheMiddle(round);
    }
  }

  private static void closeInTheMiddle(int round) throws InterruptedException {
    var each = new MpscQueue<Integer>();
    var taken = new ArrayList<Integer>();
    var accepted = new AtomicInteger();
    var begun = new CountDownLatch(2);
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < 2; p++) {
      int first = p * 1_000_000;
      var producer =
          new Thread(
              () -> {
                int next = first;
                while (next < first + MOST && each.put(next)) {
                  next++;
                  begun.countDown();
                }
                accepted.addAndGet(next - first);
              });
      producers.add(producer);
      producer.start();
    }
    for (int i = 0; i < round * 7 % 5000; i++) {
      Integer next = each.take();
      if (next != null) {
        taken.add(next);
      }
    }
    begun.await();
    each.close(taken::add);
    for (Thread producer : producers) {
      producer.join();
    }

    assertThat(taken).hasSize(accepted.get());
    for (int p = 0; p < 2; p++) {
      int first = p * 1_000_000;
      List<Integer> own = taken.stream().filter(i -> i / 1_000_000 == first / 1_000_000).toList();
      assertThat(own).isEqualTo(IntStream.range(first, first + own.size()).boxed().toList());
    }
  }
}
