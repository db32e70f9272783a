package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A hot loop with a rare await, never suspended or gone on with after a suspension at its first
 * element; one operation is one element.
 */
public class RareAwaitLoop extends LoopWorkload {

  @Param({"never", "first"})
  public String suspends;

  private final int[] a = new int[10_000];
  private final dev.weft.benchmarks.handwritten.Loops handwritten =
      new dev.weft.benchmarks.handwritten.Loops();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private int at;

  /** Fills the data. */
  @Setup
  public void fill() {
    at = suspends.equals("never") ? -1 : 0;
    Arrays.setAll(a, i -> i);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.rare(a, -1);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwritten() {
    return handwritten.rare(a, at);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return dev.weft.benchmarks.weft.Loops.rare(manual, a, at);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Loops.rare(a, at);
  }
}
