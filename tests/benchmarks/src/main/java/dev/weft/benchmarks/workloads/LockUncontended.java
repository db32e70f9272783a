package dev.weft.benchmarks.workloads;

import dev.weft.Schedulers;
import dev.weft.benchmarks.weft.Runner;
import dev.weft.spi.Scheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Taking a lock that nobody else wants, and giving it back; one operation is both. */
public class LockUncontended extends Workload {

  private final Runner manual = Runner.manual();
  private final Scheduler two = Schedulers.workStealing(2);

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return dev.weft.benchmarks.weft.Locks.uncontended(manual, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Locks.uncontendedOn(two, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weftWithLock() {
    return dev.weft.benchmarks.weft.Locks.withLock(manual, 10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.uncontended(10_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long reentrantLock() {
    return dev.weft.benchmarks.threads.Locks.uncontended(10_000);
  }
}
