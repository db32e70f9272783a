package dev.weft.benchmarks.workloads;

import dev.weft.Schedulers;
import dev.weft.benchmarks.weft.Runner;
import dev.weft.spi.Scheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A permit that many coroutines want, each of which yields while it has it; one operation is
 * waiting for it, yielding and handing it on.
 */
public class PermitContended extends Workload {

  /** How many. */
  @Param({"10", "1000"})
  public int coroutines;

  private final Runner manual = Runner.manual();
  private final Runner loop = Runner.loop();
  private final Scheduler two = Schedulers.workStealing(2);

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weft() {
    return dev.weft.benchmarks.weft.Locks.permitContended(manual, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Locks.permitContended(loop, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Locks.permitContendedOn(two, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.permitContended(
        false, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Locks.permitContended(
        true, coroutines, 100_000 / coroutines);
  }
}
