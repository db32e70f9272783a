package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.handwritten.ArrayPublisher;
import dev.weft.benchmarks.handwritten.SumSubscriber;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A thousand elements of a publisher as an async generator or flow that asks for 64 ahead, on one
 * thread; one operation is one element.
 */
public class SubscribedElement extends Workload {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return dev.weft.benchmarks.weft.AsyncElements.sum(new ArrayPublisher(values));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Publishers.sum(new ArrayPublisher(values));
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long handwritten() {
    return SumSubscriber.of(new ArrayPublisher(values));
  }
}
