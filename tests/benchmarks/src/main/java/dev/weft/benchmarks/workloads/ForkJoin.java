package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A thousand children started through the ready queue and awaited; one operation is one child. */
public class ForkJoin extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  private final dev.weft.benchmarks.handwritten.Tasks handwritten =
      new dev.weft.benchmarks.handwritten.Tasks();
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
