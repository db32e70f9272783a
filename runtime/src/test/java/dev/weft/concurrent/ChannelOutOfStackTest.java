package dev.weft.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever comes to a channel with no stack left changes nothing, and leaves its lock free. */
class ChannelOutOfStackTest {

  private static final int DIVES = 100;

  private int count;

  @SuppressWarnings("InfiniteRecursion") // it ends where the stack does
  private static void dive(Runnable attempt) {
    try {
      attempt.run();
    } catch (StackOverflowError end) {
      // what is asked here is what it has left behind
    }
    dive(attempt);
  }

  private static void diveOnSmallStacks(Runnable attempt) throws InterruptedException {
    var overflown = new AtomicInteger();
    for (int i = 0; i < DIVES; i++) {
      var thread =
          new Thread(
              null,
              () -> {
                try {
                  dive(attempt);
                } catch (StackOverflowError end) {
                  overflown.incrementAndGet();
                }
              },
              "diver",
              128 * 1024 + 16L * i);
      thread.start();
      thread.join();
    }
    assertThat(overflown).hasValue(DIVES);
  }

  @Test
  void everyElementIsInOrIsNot() throws Exception {
    Channel<Integer> channel = Channel.unbounded();
    diveOnSmallStacks(
        () -> {
          if (channel.trySend(1)) {
            count++; // no call, which might fail when the element is in
          }
        });
    assertThat(channel.size()).isEqualTo(count);
    diveOnSmallStacks(
        () -> {
          if (channel.tryReceive() != null) {
            count--;
          }
        });
    assertThat(channel.size()).isEqualTo(count);
    channel.cancel();
    assertThat(channel.isDrained()).isTrue();
  }
}
