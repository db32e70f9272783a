package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** One coroutine that selects over channels to each of which another one sends. */
public final class Selects {

  private Selects() {}

  /** The sum of what was received, of {@code each} elements from every channel. */
  public static long run(Runner runner, Integer[] values, int channels, int each) {
    return runner.run(() -> total(runner.scheduler(), values, channels, each));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long runOn(Scheduler scheduler, Integer[] values, int channels, int each) {
    return Weft.run(scheduler, () -> total(scheduler, values, channels, each));
  }

  @Async
  private static long total(Scheduler scheduler, Integer[] values, int channels, int each) {
    List<Channel<Integer>> all = new ArrayList<>();
    Select<Integer> select = Select.of();
    for (int i = 0; i < channels; i++) {
      Channel<Integer> channel = Channel.rendezvous();
      all.add(channel);
      select.onReceive(channel, x -> x);
    }
    for (Channel<Integer> channel : all) {
      var unused = Weft.start(scheduler, () -> Channels.send(channel, values, each));
    }
    long sum = 0;
    for (int i = 0; i < channels * each; i++) {
      sum += select.await();
    }
    return sum;
  }
}
