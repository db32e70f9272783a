package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.weft.Selects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** One that selects over channels without room, each with a sender; one operation is an element. */
public class SelectChannels extends ManyTasks {

  private static final int ELEMENTS = 8_000;

  /** Over how many. */
  @Param({"2", "10"})
  public int channels;

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weft() {
    return Selects.run(manual, values, channels, ELEMENTS / channels);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weftEventLoop() {
    return Selects.run(loop, values, channels, ELEMENTS / channels);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long weftWorkStealing() {
    return Selects.runOn(two, values, channels, ELEMENTS / channels);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Selects.run(false, values, channels, ELEMENTS / channels);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Selects.run(true, values, channels, ELEMENTS / channels);
  }

  /** Between virtual threads. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long jox() {
    return dev.weft.benchmarks.threads.Jox.select(values, channels, ELEMENTS / channels);
  }
}
