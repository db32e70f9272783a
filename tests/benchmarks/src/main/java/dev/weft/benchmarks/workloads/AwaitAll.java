package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Tasks that each yield once, started and all awaited; one operation is all of them. */
public class AwaitAll extends ManyTasks {

  /** How many. */
  @Param({"10", "1000"})
  public int count;

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Scopes.awaitAll(manual, values, count);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Scopes.awaitAll(loop, values, count);
  }

  @Benchmark
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Scopes.awaitAllOn(two, values, count);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Scopes.awaitAll(false, values, count);
  }

  @Benchmark
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Scopes.awaitAll(true, values, count);
  }

  @Benchmark
  public long completableFuture() {
    return futures.forkJoin(values, count);
  }
}
