package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A lock that many coroutines want, each of which yields while it holds it; one operation is
 * waiting for it, yielding and handing it on.
 */
public class LockContended extends Contended {

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.Locks.contended(manual, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Locks.contended(loop, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Locks.contendedOn(two, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.contended(false, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Locks.contended(true, coroutines, each());
  }
}
