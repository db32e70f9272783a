package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Tasks that each yield once, started and all awaited; one operation is all of them. */
public class AwaitAll extends Workload {

  /** How many. */
  @Param({"10", "1000"})
  public int count;

  private final Integer[] values = new Integer[1_000];
  private final dev.weft.benchmarks.futures.Futures futures =
      new dev.weft.benchmarks.futures.Futures();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Scopes.awaitAll(manual, values, count);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Scopes.awaitAll(loop, values, count);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Scopes.awaitAll(values, count);
  }

  @Benchmark
  public long completableFuture() {
    return futures.forkJoin(values, count);
  }
}
