package dev.weft.benchmarks.workloads;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A loop over a list with a rare await, never suspended or gone on with after a suspension at its
 * first element; one operation is one element.
 */
public class ListLoop extends LoopWorkload {

  @Param({"never", "first"})
  public String suspends;

  private final List<Integer> list = new ArrayList<>();
  private final dev.weft.benchmarks.handwritten.Loops handwritten =
      new dev.weft.benchmarks.handwritten.Loops();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private int at;

  /** Fills the data. */
  @Setup
  public void fill() {
    at = suspends.equals("never") ? -1 : 0;
    for (int i = 0; i < 10_000; i++) {
      list.add(i);
    }
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.list(list, -1);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwritten() {
    return handwritten.list(list, at);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return dev.weft.benchmarks.weft.Loops.list(manual, list, at);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Loops.list(list, at);
  }
}
