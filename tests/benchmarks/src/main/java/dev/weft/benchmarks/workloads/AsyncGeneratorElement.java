package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A thousand elements of an async generator or flow; one operation is one element of the source.
 */
public class AsyncGeneratorElement extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.AsyncElements.sum(values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Elements.sum(values);
  }
}
