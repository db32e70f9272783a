package dev.weft.benchmarks.workloads;

import dev.weft.Schedulers;
import dev.weft.benchmarks.weft.Runner;
import dev.weft.spi.Scheduler;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Something that many coroutines want, each of which yields while it has it. */
public abstract class Contended extends Workload {

  /** How many. */
  @Param({"10", "1000"})
  public int coroutines;

  /** The calling thread runs the steps. */
  protected final Runner manual = Runner.manual();

  /** An event loop does. */
  protected final Runner loop = Runner.loop();

  /** Two threads do. */
  protected final Scheduler two = Schedulers.workStealing(2);

  /** For subclasses. */
  protected Contended() {}

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  /** How often each of them has it. */
  protected final int each() {
    return 100_000 / coroutines;
  }
}
