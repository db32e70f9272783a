package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;

/** Each coroutine starts ten more, until a million have; they send their numbers up. */
public final class SkynetChannels {

  private SkynetChannels() {}

  /** The sum of all. */
  public static long run(Runner runner, int size) {
    return runner.run(() -> sum(runner, size));
  }

  @Async
  private static long sum(Runner runner, int size) {
    Channel<Long> result = Channel.rendezvous();
    var unused = Weft.start(runner.scheduler(), () -> node(runner, result, 0, size));
    return result.receive();
  }

  @Async
  private static void node(Runner runner, Channel<Long> parent, long number, int size) {
    if (size == 1) {
      parent.send(number);
      return;
    }
    Channel<Long> children = Channel.rendezvous();
    for (int i = 0; i < 10; i++) {
      long child = number + i * (size / 10L);
      var unused = Weft.start(runner.scheduler(), () -> node(runner, children, child, size / 10));
    }
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += children.receive();
    }
    parent.send(sum);
  }
}
