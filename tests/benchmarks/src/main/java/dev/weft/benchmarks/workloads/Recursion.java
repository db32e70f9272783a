package dev.weft.benchmarks.workloads;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A recursion five thousand deep with a suspension at its bottom: all of it. Kotlin's frames, not
 * compiled yet, overflow the usual stack.
 */
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xss8m"})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Recursion extends Workload {

  @Param("5000")
  public int depth;

  private final dev.weft.benchmarks.handwritten.Recursion handwritten =
      new dev.weft.benchmarks.handwritten.Recursion();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public long handwritten() {
    return handwritten.run(depth);
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Recursion.run(manual, depth);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Recursion.run(loop, depth);
  }

  @Benchmark
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Recursion.run(depth);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Recursion.run(depth);
  }

  @Benchmark
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.recursion(depth);
  }
}
