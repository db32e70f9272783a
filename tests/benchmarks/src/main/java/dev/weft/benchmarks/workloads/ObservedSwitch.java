package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * Suspending and being resumed through the ready queue while one is watched; one operation is both.
 */
@OperationsPerInvocation(100000)
public class ObservedSwitch extends Observed {

  @Param({"1", "1000"})
  public int coroutines;

  @Override
  long run() {
    return dev.weft.benchmarks.weft.Yields.run(loop, coroutines, 100_000 / coroutines);
  }
}
