package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.weft.Channels;
import dev.weft.concurrent.Channel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Elements sent through a channel; one operation is an element. */
public abstract class ChannelWorkload extends ManyTasks {

  private static final int ELEMENTS = 8_000;

  /** How many send and receive: one and one, four and four, a thousand and one. */
  @Param({"1:1", "4:4", "1000:1"})
  public String sides;

  private final int capacity;

  /** For as many elements as fit in. */
  protected ChannelWorkload(int capacity) {
    this.capacity = capacity;
  }

  private Channel<Integer> channel() {
    return capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
  }

  private int senders() {
    return Integer.parseInt(sides.substring(0, sides.indexOf(':')));
  }

  private int receivers() {
    return Integer.parseInt(sides.substring(sides.indexOf(':') + 1));
  }

  private int each() {
    return ELEMENTS / senders();
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weft() {
    return Channels.run(manual, channel(), values, senders(), receivers(), each());
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weftEventLoop() {
    return Channels.run(loop, channel(), values, senders(), receivers(), each());
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weftWorkStealing() {
    return Channels.runOn(two, channel(), values, senders(), receivers(), each());
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long kotlinx() {
    return kotlinx(false);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long kotlinxWorkStealing() {
    return kotlinx(true);
  }

  /** Through a queue of the JDK's. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Queues.run(capacity, values, senders(), receivers(), each());
  }

  /** Through a channel of Jox, between virtual threads. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long jox() {
    return dev.weft.benchmarks.threads.Jox.run(capacity, values, senders(), receivers(), each());
  }

  private long kotlinx(boolean threads) {
    return dev.weft.benchmarks.kotlinx.Channels.run(
        threads, capacity, values, senders(), receivers(), each());
  }
}
