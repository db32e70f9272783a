package dev.weft.benchmarks.workloads;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** A tree of a million coroutines, each started at once on its starter's stack; all yield first. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SkynetYielding extends Workload {

  @Param("1000000")
  public int size;

  private final dev.weft.benchmarks.handwritten.Skynet handwritten =
      new dev.weft.benchmarks.handwritten.Skynet();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  /** Each node goes through the ready queue, as it does when it yields. */
  @Benchmark
  public long handwritten() {
    return handwritten.queued(size);
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Skynet.yielding(manual, size);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Skynet.yielding(loop, size);
  }

  /** Bare suspend functions on a queue of continuations, without jobs or cancellation. */
  @Benchmark
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Skynet.yielding(size);
  }
}
