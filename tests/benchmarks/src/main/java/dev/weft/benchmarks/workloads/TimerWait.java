package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A hundred thousand coroutines that each wait for a millisecond, all at once; one operation is one
 * of them. The millisecond itself is 10 ns of each.
 */
public class TimerWait extends Workload {

  private final dev.weft.benchmarks.handwritten.Timers handwritten =
      new dev.weft.benchmarks.handwritten.Timers();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long handwritten() {
    return handwritten.run(100_000, 1_000_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Timers.run(loop, 100_000, 1_000_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Timers.run(100_000, 1);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.timers(100_000, 1);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(
      value = 3,
      jvmArgsAppend = {
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"
      })
  public long virtualThreadsOneCarrier() {
    return dev.weft.benchmarks.threads.Threads.timers(100_000, 1);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long completableFuture() {
    return dev.weft.benchmarks.futures.Futures.timers(100_000, 1_000_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.timers(100_000, 1_000_000);
  }
}
