package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Suspending and being resumed through the ready queue; one operation is both. */
public class SuspendResume extends Workload {

  @Param({"1", "1000"})
  public int coroutines;

  private final dev.weft.benchmarks.handwritten.Yields handwritten =
      new dev.weft.benchmarks.handwritten.Yields();
  private final dev.weft.benchmarks.handwritten.CancellableYields cancellable =
      new dev.weft.benchmarks.handwritten.CancellableYields();
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
  @OperationsPerInvocation(100000)
  public long handwritten() {
    return handwritten.run(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long handwrittenCancellable() {
    return cancellable.run(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.Yields.run(manual, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftOwnQueue() {
    return dev.weft.benchmarks.weft.Yields.run(queue, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Yields.run(loop, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Yields.run(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Yields.run(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.yields(coroutines, 100_000 / coroutines);
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
    return dev.weft.benchmarks.threads.Threads.yields(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long completableFuture() {
    return futures.yields(coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.yields(coroutines, 100_000 / coroutines);
  }
}
