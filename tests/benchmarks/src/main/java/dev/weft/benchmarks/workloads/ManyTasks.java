package dev.weft.benchmarks.workloads;

import dev.weft.Schedulers;
import dev.weft.spi.Scheduler;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A workload of up to a thousand tasks, each of which returns a value of its own. */
public abstract class ManyTasks extends Workload {

  /** The values, boxed. */
  protected final Integer[] values = new Integer[1_000];

  /** The same by futures. */
  protected final dev.weft.benchmarks.futures.Futures futures =
      new dev.weft.benchmarks.futures.Futures();

  /** The calling thread runs the steps. */
  protected final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();

  /** An event loop does. */
  protected final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Two threads do. */
  protected final Scheduler two = Schedulers.workStealing(2);

  /** For subclasses. */
  protected ManyTasks() {}

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
}
