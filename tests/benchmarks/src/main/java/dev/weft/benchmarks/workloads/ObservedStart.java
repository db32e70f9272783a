package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * Starting a coroutine through the ready queue and waiting for it, while it is watched; one
 * operation is one coroutine.
 */
@OperationsPerInvocation(1000)
public class ObservedStart extends Observed {

  private final Integer[] values = new Integer[1_000];

  /** Boxes beforehand, so that boxing is not measured. */
  @Setup
  public void fill() {
    Arrays.setAll(values, i -> i);
  }

  @Override
  long run() {
    return dev.weft.benchmarks.weft.Tasks.forkJoin(loop, values, 1_000);
  }
}
