package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Starting a task that finishes at once, and taking its result; one operation is one task. */
public class TaskStart extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  private final dev.weft.benchmarks.handwritten.Tasks handwritten =
      new dev.weft.benchmarks.handwritten.Tasks();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return handwritten.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.Tasks.startAndComplete(manual, values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Tasks.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Tasks.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.startAndComplete(values, 1_000);
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
    return dev.weft.benchmarks.threads.Threads.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long completableFuture() {
    return dev.weft.benchmarks.futures.Futures.startAndComplete(values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.startAndComplete(values, 1_000);
  }
}
