package dev.weft.benchmarks.workloads;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** A tree of a million coroutines, whose numbers go to their parents through channels. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SkynetChannels extends Workload {

  @Param("1000000")
  public int size;

  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.SkynetChannels.run(manual, size);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.SkynetChannels.run(loop, size);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.SkynetChannels.run(size);
  }
}
