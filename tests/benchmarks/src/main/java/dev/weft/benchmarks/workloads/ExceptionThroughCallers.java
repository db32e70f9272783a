package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.common.Failure;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An exception thrown after a suspension, up through ten suspended callers; one operation is all of
 * it, the ten calls included.
 */
public class ExceptionThroughCallers extends Workload {

  @Param({"false", "true"})
  public boolean trace;

  private final dev.weft.benchmarks.handwritten.Failures handwritten =
      new dev.weft.benchmarks.handwritten.Failures();
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
    return handwritten.run(1_000, trace);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.Failures.run(manual, 1_000, trace);
  }

  /** Its thread has a dozen calls on its stack, while below the others stand all of JMH's. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Failures.run(loop, 1_000, trace);
  }

  /** As the peers do it: the trace ends where the stack does. */
  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = "-Ddev.weft.callersInTraces=false")
  public long weftWithoutCallers() {
    return dev.weft.benchmarks.weft.Failures.run(manual, 1_000, trace);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Failures.run(1_000, () -> new Failure(trace));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Failures.run(1_000, () -> new Failure(trace));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.failures(1_000, trace);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long completableFuture() {
    return futures.failures(1_000, trace);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.failures(1_000, () -> new Failure(trace));
  }
}
