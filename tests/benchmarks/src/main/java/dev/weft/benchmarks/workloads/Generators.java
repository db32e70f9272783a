package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** A thousand elements out of a generator; one operation is one element. */
public class Generators extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.sum(values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return dev.weft.benchmarks.handwritten.Elements.sum(values);
  }

  /** An iterator that leaves its method. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwrittenKept() {
    return dev.weft.benchmarks.handwritten.Elements.sumKept(values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.Elements.sum(values);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Elements.sum(values);
  }

  /** A flow, pushed instead of pulled. */
  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Elements.sum(values);
  }
}
