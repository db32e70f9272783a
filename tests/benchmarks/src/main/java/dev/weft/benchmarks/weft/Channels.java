package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.spi.Scheduler;
import java.util.ArrayList;

/** Coroutines that send to a channel, and as many or fewer that receive from it. */
public final class Channels {

  private Channels() {}

  @Async
  static void send(Channel<Integer> channel, Integer[] values, int count) {
    for (int i = 0; i < count; i++) {
      channel.send(values[i & 511]); // a remainder would cost a third of a send
    }
  }

  @Async
  static long receive(Channel<Integer> channel) {
    long sum = 0;
    for (Integer each = channel.receiveOrNull(); each != null; each = channel.receiveOrNull()) {
      sum += each;
    }
    return sum;
  }

  /** The sum of what was received, of {@code each} elements from every sender. */
  public static long run(
      Runner runner,
      Channel<Integer> channel,
      Integer[] values,
      int senders,
      int receivers,
      int each) {
    return runner.run(() -> total(runner.scheduler(), channel, values, senders, receivers, each));
  }

  /** The same by a scheduler with threads of its own, for whose end the caller blocks. */
  public static long runOn(
      Scheduler scheduler,
      Channel<Integer> channel,
      Integer[] values,
      int senders,
      int receivers,
      int each) {
    return Weft.run(scheduler, () -> total(scheduler, channel, values, senders, receivers, each));
  }

  @Async
  private static long total(
      Scheduler scheduler,
      Channel<Integer> channel,
      Integer[] values,
      int senders,
      int receivers,
      int each) {
    var sending = new ArrayList<Task<Void>>();
    var receiving = new ArrayList<Task<Long>>();
    for (int i = 0; i < receivers; i++) {
      receiving.add(Weft.start(scheduler, () -> receive(channel)));
    }
    for (int i = 0; i < senders; i++) {
      sending.add(Weft.start(scheduler, () -> send(channel, values, each)));
    }
    for (Task<Void> task : sending) {
      Weft.await(task);
    }
    channel.close();
    long sum = 0;
    for (Task<Long> task : receiving) {
      sum += Weft.await(task);
    }
    return sum;
  }
}
