package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * Starting a coroutine through the ready queue and waiting for it, while it is watched; one
 * operation is one coroutine.
 */
public class ObservedStart extends Observed {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  private long run() {
    return dev.weft.benchmarks.weft.Tasks.forkJoin(loop, values, 1_000);
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  public long weft() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=true")
  public long weftObserved() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=origins")
  public long weftObservedWithOrigins() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = Observed.SAMPLING)
  public long weftSampled() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = Observed.RECORDING)
  public long weftRecorded() {
    return run();
  }

  @Benchmark
  @OperationsPerInvocation(1000)
  @Fork(value = 3, jvmArgsAppend = Observed.RECORDING_ALL)
  public long weftRecordedAll() {
    return run();
  }
}
