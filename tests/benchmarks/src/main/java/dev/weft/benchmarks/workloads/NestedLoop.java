package dev.weft.benchmarks.workloads;

import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A loop with an await around an inner loop that can be vectorised, never suspended or gone on with
 * after a suspension in its first row; one operation is one element.
 */
public class NestedLoop extends LoopWorkload {

  @Param({"never", "first"})
  public String suspends;

  /**
   * Ten rows ten times: what starting a coroutine costs does not count, and all are in the cache.
   */
  private final int[][] a = new int[100][];

  private final int[] to = new int[1_000];
  private final dev.weft.benchmarks.handwritten.Loops handwritten =
      new dev.weft.benchmarks.handwritten.Loops();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private int at;

  /** Fills the data. */
  @Setup
  public void fill() {
    at = suspends.equals("never") ? -1 : 0;
    for (int row = 0; row < a.length; row++) {
      a[row] = row < 10 ? IntStream.range(0, 1_000).toArray() : a[row - 10];
    }
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.nested(a, to, -1);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long handwritten() {
    return handwritten.nested(a, to, at);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.Loops.nested(manual, a, to, at);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Loops.nested(a, to, at);
  }
}
