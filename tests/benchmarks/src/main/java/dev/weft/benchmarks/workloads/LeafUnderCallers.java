package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Suspending and being resumed in a loop below many callers; one operation is both. */
public class LeafUnderCallers extends Workload {

  @Param({"1", "10", "100", "1000"})
  public int callers;

  private final dev.weft.benchmarks.handwritten.LeafUnderCallers handwritten =
      new dev.weft.benchmarks.handwritten.LeafUnderCallers();
  private final dev.weft.benchmarks.futures.Futures futures =
      new dev.weft.benchmarks.futures.Futures();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long handwritten() {
    return handwritten.run(callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.LeafUnderCallers.run(manual, callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.LeafUnderCallers.run(loop, callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.LeafUnderCallers.run(callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.LeafUnderCallers.run(callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.leafUnderCallers(callers, 100_000);
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
    return dev.weft.benchmarks.threads.Threads.leafUnderCallers(callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long completableFuture() {
    return futures.leafUnderCallers(callers, 100_000);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.leafUnderCallers(callers, 100_000);
  }
}
