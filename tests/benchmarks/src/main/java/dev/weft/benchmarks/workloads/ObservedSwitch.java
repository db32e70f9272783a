package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * Suspending and being resumed through the ready queue while one is watched; one operation is both.
 */
public class ObservedSwitch extends Observed {

  @Param({"1", "1000"})
  public int coroutines;

  private long run() {
    return dev.weft.benchmarks.weft.Yields.run(loop, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=true")
  public long weftObserved() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=origins")
  public long weftObservedWithOrigins() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(value = 3, jvmArgsAppend = Observed.SAMPLING)
  public long weftSampled() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(value = 3, jvmArgsAppend = Observed.RECORDING)
  public long weftRecorded() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  @Fork(value = 3, jvmArgsAppend = Observed.RECORDING_ALL)
  public long weftRecordedAll() {
    return run();
  }
}
