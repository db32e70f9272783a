package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A thousand elements mapped by calls that yield, sixteen at a time, in the order in which they
 * end; one operation is an element.
 */
public class MapConcurrent extends ManyTasks {

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.AsyncElements.sumOfConcurrent(manual, values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.AsyncElements.sumOfConcurrent(loop, values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.AsyncElements.sumOfConcurrentOn(two, values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.ConcurrentElements.sum(false, values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.ConcurrentElements.sum(true, values);
  }
}
