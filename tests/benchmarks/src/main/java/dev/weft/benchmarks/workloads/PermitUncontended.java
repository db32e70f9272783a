package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.weft.Runner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Taking a permit that nobody else wants, and giving it back; one operation is both. */
public class PermitUncontended extends Workload {

  private final Runner manual = Runner.manual();

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return dev.weft.benchmarks.weft.Locks.permit(manual, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.permit(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long semaphore() {
    return dev.weft.benchmarks.threads.Locks.permit(10_000);
  }
}
