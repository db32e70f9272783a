package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A call through an interface that could suspend and does not, on receivers of one class, of two in
 * turn, and of eight; one operation is one call.
 */
public class Receivers extends Workload {

  private static final int COUNT = 1_000;

  @Param({"1", "2", "8"})
  public int classes;

  private dev.weft.benchmarks.plain.Receivers.Shape[] plain;
  private dev.weft.benchmarks.weft.Receivers.Shape[] weft;

  /** Makes the receivers. */
  @Setup
  public void make() {
    plain = dev.weft.benchmarks.plain.Receivers.of(classes, COUNT);
    weft = dev.weft.benchmarks.weft.Receivers.of(classes, COUNT);
  }

  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long plain() {
    return dev.weft.benchmarks.plain.Receivers.sum(plain);
  }

  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long weft() {
    return dev.weft.benchmarks.weft.Receivers.sum(weft);
  }
}
