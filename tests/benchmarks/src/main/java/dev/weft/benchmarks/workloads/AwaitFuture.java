package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.common.Pending;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Waiting for a {@code CompletableFuture}; one operation is one await and, if the future is
 * pending, its completion.
 */
public class AwaitFuture extends Workload {

  @Param({"finished", "pending"})
  public String future;

  private Pending source;

  /** Makes the source of futures. */
  @Setup
  public void source() {
    source = new Pending(future.equals("pending"));
  }

  private final dev.weft.benchmarks.handwritten.Futures handwritten =
      new dev.weft.benchmarks.handwritten.Futures();
  private final dev.weft.benchmarks.handwritten.CancellableFutures cancellable =
      new dev.weft.benchmarks.handwritten.CancellableFutures();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner inPlace = dev.weft.benchmarks.weft.Runner.inPlace();

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return handwritten.run(source, 1_000);
  }

  /** Goes on where the future completes. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwrittenCancellable() {
    return cancellable.run(source, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.Futures.run(manual, source, 1_000);
  }

  /** Goes on where the future completes, without the ready queue. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long weftInPlace() {
    return dev.weft.benchmarks.weft.Futures.run(inPlace, source, 1_000);
  }

  /** Goes on where the future completes, without the ready queue. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Futures.run(source::next, 1_000, source::completeOne);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Futures.run(source::next, 1_000, source::completeOne);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long virtualThreads() {
    return source.isPending()
        ? dev.weft.benchmarks.threads.Threads.pending(1_000)
        : dev.weft.benchmarks.threads.Threads.finished(1_000);
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
    return source.isPending()
        ? dev.weft.benchmarks.threads.Threads.pending(1_000)
        : dev.weft.benchmarks.threads.Threads.finished(1_000);
  }

  /** Goes on where the future completes, without the ready queue. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long completableFuture() {
    return dev.weft.benchmarks.futures.Futures.awaits(source, 1_000);
  }

  /** Goes on where the future completes, without the ready queue. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.futures(source::next, 1_000, source::completeOne);
  }
}
