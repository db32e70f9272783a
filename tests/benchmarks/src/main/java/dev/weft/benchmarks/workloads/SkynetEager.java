package dev.weft.benchmarks.workloads;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** A tree of a million coroutines, each started at once on its starter's stack; none suspends. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SkynetEager extends Workload {

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

  @Benchmark
  public long plain() {
    return dev.weft.benchmarks.plain.Plain.skynet(size);
  }

  @Benchmark
  public long handwritten() {
    return handwritten.eager(size);
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Skynet.eager(manual, size);
  }

  @Benchmark
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Skynet.eager(size);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Skynet.eager(size);
  }

  @Benchmark
  public long eaAsync() {
    return dev.weft.benchmarks.ea.EaAsync.skynet(size);
  }
}
