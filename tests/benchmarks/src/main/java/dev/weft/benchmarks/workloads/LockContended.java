package dev.weft.benchmarks.workloads;

import dev.weft.Schedulers;
import dev.weft.benchmarks.weft.Runner;
import dev.weft.spi.Scheduler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A lock that many coroutines want, each of which yields while it holds it; one operation is
 * waiting for it, yielding and handing it on.
 */
public class LockContended extends Workload {

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
    return dev.weft.benchmarks.weft.Locks.contended(manual, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Locks.contended(loop, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Locks.contendedOn(two, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Locks.contended(false, coroutines, 100_000 / coroutines);
  }

  @Benchmark
  @OperationsPerInvocation(100000)
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Locks.contended(true, coroutines, 100_000 / coroutines);
  }
}
