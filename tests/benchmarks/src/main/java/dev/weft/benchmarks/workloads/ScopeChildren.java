package dev.weft.benchmarks.workloads;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Children that each yield once, forked in a scope and joined; one operation is a scope. */
public class ScopeChildren extends Workload {

  /** How many. */
  @Param({"10", "1000"})
  public int count;

  private final Integer[] values = new Integer[1_000];
  private final dev.weft.benchmarks.weft.Runner manual = dev.weft.benchmarks.weft.Runner.manual();
  private final dev.weft.benchmarks.weft.Runner loop = dev.weft.benchmarks.weft.Runner.loop();

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

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Scopes.scope(manual, values, count);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Scopes.scope(loop, values, count);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Scopes.scope(values, count);
  }

  /** On JDK 25, where the scope is a preview. */
  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "--enable-preview")
  public long structuredTaskScope() {
    return dev.weft.benchmarks.threads.StructuredScopes.scope(values, count);
  }
}
