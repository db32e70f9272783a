package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * The call of {@link Calls}, static and returning an int, for those whose calls are of one kind
 * only.
 */
public class CallsOfPeers extends Workload {

  private final LongUnaryOperator handwritten =
      dev.weft.benchmarks.handwritten.StaticCalls.returning("int");
  private final LongUnaryOperator weft = dev.weft.benchmarks.weft.StaticCalls.returning("int");

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwritten() {
    return handwritten.applyAsLong(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return weft.applyAsLong(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.StaticCalls.ints(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long completableFuture() {
    return dev.weft.benchmarks.futures.Futures.ints(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.ints(1_000, Toggle.seed);
  }
}
