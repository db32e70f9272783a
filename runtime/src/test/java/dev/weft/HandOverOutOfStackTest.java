package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.loop.MpscQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads whose stack is at its end hand something over: what they are told was accepted comes out,
 * once, what threw does not, and nobody else's is lost.
 */
@Timeout(120)
class HandOverOutOfStackTest {

  private static final int DIVES = 300;

  /** Calls {@code attempt} at every depth down to the end of the stack. */
  private static void dive(Runnable attempt, int width) {
    try {
      attempt.run();
    } catch (StackOverflowError end) {
      // what is asked here is what it has left behind
    }
    if (width % 3 == 0) {
      dive(attempt, width);
    } else if (width % 3 == 1) {
      diveWide(attempt, width, width, width, width);
    } else {
      diveWide(attempt, width, width + 1L, width * 2L, width);
    }
  }

  private static void diveWide(Runnable attempt, int width, long a, long b, long c) {
    dive(attempt, width);
    assertThat(a + b + c).isNotNegative(); // so that they are kept
  }

  private static void diveOnSmallStacks(Runnable attempt) throws InterruptedException {
    for (int i = 0; i < DIVES; i++) {
      int width = i;
      var thread =
          new Thread(
              null,
              () -> {
                try {
                  dive(attempt, width);
                } catch (StackOverflowError end) {
                  // as expected
                }
              },
              "diver",
              128 * 1024 + 16L * i);
      thread.start();
      thread.join();
    }
  }

  @Test
  void noPlaceInTheQueueIsLeftEmpty() throws Exception {
    var queue = new MpscQueue<Integer>();
    int[] count = new int[1];
    diveOnSmallStacks(
        () -> {
          if (queue.put(1)) {
            count[0]++; // no call, which might fail when the element is in
          }
        });
    assertThat(queue.put(2)).isTrue();

    List<Integer> last = new ArrayList<>();
    int taken = 0;
    for (Integer each = queue.take(); each != null; each = queue.take()) {
      taken++;
      if (each == 2) {
        last.add(each);
      }
    }
    assertThat(last).hasSize(1);
    assertThat(taken - 1).isEqualTo(count[0]);
  }

  @Test
  void noStepIsAcceptedAndRefusedNorAWakeUpLost() throws Exception {
    var ran = new AtomicInteger();
    int[] count = new int[1];
    Runnable step = ran::incrementAndGet;
    try (EventLoop loop = Schedulers.eventLoop()) {
      diveOnSmallStacks(
          () -> {
            loop.schedule(step);
            count[0]++;
          });
      var reached = new CountDownLatch(1);
      loop.schedule(reached::countDown);
      reached.await();
    }

    assertThat(ran).hasValue(count[0]);
  }
}
