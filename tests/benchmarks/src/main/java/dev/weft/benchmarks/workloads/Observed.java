package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.weft.Runner;
import dev.weft.observe.StackSampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What coroutines cost while they are watched, in each of the ways there are; on an event loop,
 * since its coroutines are those that are watched most.
 */
public abstract class Observed extends Workload {

  static final String SAMPLING = "-Dweft.benchmarks.sampling=true";

  /** Steps and waits above the usual threshold. */
  static final String RECORDING =
      "-XX:StartFlightRecording:settings=none"
          + ",+dev.weft.CoroutineStart#enabled=true"
          + ",+dev.weft.CoroutineSuspend#enabled=true"
          + ",+dev.weft.CoroutineStep#enabled=true"
          + ",+dev.weft.CoroutineEnd#enabled=true";

  /** Every step and every wait. */
  static final String RECORDING_ALL =
      RECORDING
          + ",+dev.weft.CoroutineSuspend#threshold=0"
          + ",+dev.weft.CoroutineStep#threshold=0";

  final Runner loop = Runner.loop();
  private AutoCloseable sampler = () -> {};

  /** For subclasses. */
  protected Observed() {}

  /** What is measured, on {@link #loop}; subclasses say of how many operations it is. */
  abstract long run();

  /** Begins to sample, in a JVM that is to be sampled. */
  @Setup
  public void sample() {
    if (Boolean.getBoolean("weft.benchmarks.sampling")) {
      sampler = StackSampler.start();
    }
  }

  /** Ends the event loop. */
  @TearDown
  public void close() throws Exception {
    sampler.close();
    loop.close();
  }

  @Benchmark
  public long weft() {
    return run();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=true")
  public long weftObserved() {
    return run();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "-Dweft.observe=origins")
  public long weftObservedWithOrigins() {
    return run();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = SAMPLING)
  public long weftSampled() {
    return run();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = RECORDING)
  public long weftRecorded() {
    return run();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = RECORDING_ALL)
  public long weftRecordedAll() {
    return run();
  }
}
