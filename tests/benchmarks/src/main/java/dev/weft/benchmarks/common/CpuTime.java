package dev.weft.benchmarks.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler of JMH that reports how much processor time one operation takes, in nanoseconds: all
 * threads of the JVM together, collectors included, compilers excepted. Unlike the time on the wall
 * it does not grow when other processes want the same cores. It reads what Linux accounts for each
 * thread, to the nanosecond; the JVM's own figure for the process counts in steps of 10 ms.
 */
public final class CpuTime implements InternalProfiler {

  /** The name of its figure. */
  public static final String METRIC = "cpu.time.norm";

  private static final Path THREADS = Path.of("/proc/self/task");

  private long before;

  /**
   * For JMH.
   *
   * @throws ProfilerException where the system does not account for threads
   */
  public CpuTime() throws ProfilerException {
    if (!Files.exists(THREADS.resolveSibling("schedstat"))) {
      throw new ProfilerException("processor times of threads are read from Linux's /proc");
    }
  }

  @Override
  public String getDescription() {
    return "processor time of the JVM for each operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = used();
  }

  @Override
  public List<Result<ScalarResult>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long nanos = used() - before;
    long operations = result.getMetadata().getAllOps();
    if (operations == 0) {
      return List.of();
    }
    double each = nanos / (double) operations;
    return List.of(new ScalarResult(METRIC, each, "ns/op", AggregationPolicy.AVG));
  }

  private static long used() {
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads.mapToLong(CpuTime::used).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long used(Path thread) {
    try {
      boolean compiler = Files.readString(thread.resolve("comm")).contains("CompilerThre");
      return compiler ? 0 : firstNumber(Files.readString(thread.resolve("schedstat")));
    } catch (IOException ended) { // the thread is no longer there
      return 0;
    }
  }

  private static long firstNumber(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }
}
