package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.timers.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap of timers against a sorted list. */
class TimerHeapTest {

  private static final class At extends Timer {
    At(long due) {
      this.due = due;
    }

    @Override
    public void run() {}
  }

  private final TimerHeap heap = new TimerHeap();

  private At add(long due) {
    var timer = new At(due);
    heap.add(timer);
    return timer;
  }

  @Test
  void timersComeOutByTimeAndThenInTheOrderOfArming() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      List<At> expected = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        expected.add(add(random.nextInt(60)));
        if (random.nextInt(3) == 0) {
          At gone = expected.remove(random.nextInt(expected.size()));
          heap.remove(gone);
          heap.remove(gone);
        }
      }
      expected.sort(Comparator.<At>comparingLong(t -> t.due).thenComparingLong(t -> t.order));

      assertThat(heap.size()).isEqualTo(expected.size());
      for (At each : expected) {
        assertThat(heap.firstDue()).isEqualTo(each.due);
        assertThat(heap.takeFirst()).isSameAs(each);
      }
      assertThat(heap.takeFirst()).isNull();
    }
  }

  @Test
  void onlyWhatIsDueIsTakenAlsoWhenTheClockOverflows() {
    long now = Long.MAX_VALUE - 5;
    At before = add(now);
    At behind = add(now + 10);

    assertThat(heap.takeDue(now)).isSameAs(before);
    assertThat(heap.takeDue(now + 9)).isNull();
    assertThat(heap.takeDue(now + 10)).isSameAs(behind);
    assertThat(heap.takeDue(now + 10)).isNull();
  }

  @Test
  void whatIsTakenOutCanBePutInAgain() {
    At timer = add(3);
    heap.remove(timer);
    heap.add(timer);

    assertThat(heap.takeFirst()).isSameAs(timer);
    assertThat(timer.index).isNegative();
  }
}
