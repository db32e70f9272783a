package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A permit that many coroutines want, each of which yields while it has it; one operation is
 * waiting for it, yielding and handing it on.
 */
public class PermitContended extends Contended {

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.Locks.permitContended(manual, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Locks.permitContended(loop, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Locks.permitContendedOn(two, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.permitContended(false, coroutines, each());
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Locks.permitContended(true, coroutines, each());
  }
}
