package dev.weft.benchmarks.workloads;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** A tree of a million coroutines, each started through the ready queue. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SkynetQueued extends Workload {

  @Param("1000000")
  public int size;

  private final dev.weft.benchmarks.handwritten.Skynet handwritten =
      new dev.weft.benchmarks.handwritten.Skynet();
  private final dev.weft.benchmarks.handwritten.SkynetOfTasks tasks =
      new dev.weft.benchmarks.handwritten.SkynetOfTasks();
  private final dev.weft.benchmarks.futures.Futures futures =
      new dev.weft.benchmarks.futures.Futures();
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

  /** Ends the event loop. */
  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public long handwritten() {
    return handwritten.queued(size);
  }

  /** Of coroutines with tasks, which their parents wait for one after the other. */
  @Benchmark
  public long handwrittenTasks() {
    return tasks.queued(size);
  }

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Skynet.queued(manual, size);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Skynet.queued(loop, size);
  }

  @Benchmark
  public long kotlin() {
    return dev.weft.benchmarks.kotlin.Skynet.queued(size);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Skynet.queued(size);
  }

  @Benchmark
  public long virtualThreads() {
    return dev.weft.benchmarks.threads.Threads.skynet(size);
  }

  @Benchmark
  @Fork(
      value = 3,
      jvmArgsAppend = {
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"
      })
  public long virtualThreadsOneCarrier() {
    return dev.weft.benchmarks.threads.Threads.skynet(size);
  }

  @Benchmark
  public long completableFuture() {
    return futures.skynet(size);
  }
}
