package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** Children that each yield once, forked in a scope and joined; one operation is a scope. */
public class ScopeChildren extends ManyTasks {

  /** How many. */
  @Param({"10", "1000"})
  public int count;

  @Benchmark
  public long weft() {
    return dev.weft.benchmarks.weft.Scopes.scope(manual, values, count);
  }

  @Benchmark
  public long weftEventLoop() {
    return dev.weft.benchmarks.weft.Scopes.scope(loop, values, count);
  }

  @Benchmark
  public long weftWorkStealing() {
    return dev.weft.benchmarks.weft.Scopes.scopeOn(two, values, count);
  }

  @Benchmark
  public long kotlinx() {
    return dev.weft.benchmarks.kotlinx.Scopes.scope(false, values, count);
  }

  @Benchmark
  public long kotlinxWorkStealing() {
    return dev.weft.benchmarks.kotlinx.Scopes.scope(true, values, count);
  }

  /** On JDK 25, where the scope is a preview. */
  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "--enable-preview")
  public long structuredTaskScope() {
    return dev.weft.benchmarks.threads.StructuredScopes.scope(values, count);
  }
}
