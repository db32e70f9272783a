package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.weft.Slots;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/** Two coroutines that hand a number to and fro; one operation is a round of two hand-overs. */
public class PingPong extends Workload {

  private final dev.weft.benchmarks.handwritten.PingPong handwritten =
      new dev.weft.benchmarks.handwritten.PingPong();
  private final dev.weft.benchmarks.handwritten.CancellablePingPong cancellable =
      new dev.weft.benchmarks.handwritten.CancellablePingPong();
  private final dev.weft.benchmarks.futures.Futures futures =
      new dev.weft.benchmarks.futures.Futures();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner queue = dev.weft.benchmarks.weft.Runner.queue();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwritten() {
    return handwritten.run(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwrittenCancellable() {
    return cancellable.run(10_000);
  }

  /** Over a cell that is an {@code Operation}. */
  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return dev.weft.benchmarks.weft.PingPong.run(manual, 10_000);
  }

  /** Through slots made with {@code Weft.suspend}. */
  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftSuspend() {
    return Slots.run(manual, new Slots.OfSuspend(), new Slots.OfSuspend(), 10_000);
  }

  /** Through slots that are reusable resumptions. */
  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftReusable() {
    return Slots.run(manual, new Slots.Reusable(), new Slots.Reusable(), 10_000);
  }

  /** Through slots made with {@code Task.Completer}. */
  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftCompleter() {
    return Slots.run(manual, new Slots.OfCompleter(), new Slots.OfCompleter(), 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftOwnQueue() {
    return dev.weft.benchmarks.weft.PingPong.run(queue, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.PingPong.run(loop, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.PingPong.run(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.PingPong.run(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.pingPong(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  @Fork(
      value = 3,
      jvmArgsAppend = {
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"
      })
  public long virtualThreadsOneCarrier() {
    return dev.weft.benchmarks.threads.Threads.pingPong(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long completableFuture() {
    return futures.pingPong(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.pingPong(10_000);
  }
}
