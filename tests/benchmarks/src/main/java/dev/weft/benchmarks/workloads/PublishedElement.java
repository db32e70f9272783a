package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.handwritten.ArrayPublisher;
import dev.weft.benchmarks.handwritten.SumSubscriber;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A thousand elements of an async generator or flow as a publisher, for a subscriber that requests
 * 64 at a time, on one thread; one operation is one element.
 */
public class PublishedElement extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return SumSubscriber.of(dev.weft.benchmarks.weft.AsyncElements.publisher(values));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return SumSubscriber.of(dev.weft.benchmarks.kotlinx.Publishers.of(values));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return SumSubscriber.of(new ArrayPublisher(values));
  }
}
