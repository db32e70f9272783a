package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A thousand children started through the ready queue and awaited; one operation is one child. */
public class ForkJoin extends ManyTasks {

  private final dev.weft.benchmarks.handwritten.Tasks handwritten =
      new dev.weft.benchmarks.handwritten.Tasks();

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return handwritten.forkJoin(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.Tasks.forkJoin(manual, values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Tasks.forkJoin(loop, values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Tasks.forkJoin(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Tasks.forkJoin(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.forkJoin(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(
      value = 3,
      jvmArgsAppend = {
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"
      })
  public long virtualThreadsOneCarrier() {
    return dev.weft.benchmarks.threads.Threads.forkJoin(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long completableFuture() {
    return futures.forkJoin(values, 1_000);
  }

  /** Started at once, each then yields: it has no other way into the queue. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.forkJoin(values, 1_000);
  }
}
