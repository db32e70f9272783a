package dev.weft.benchmarks.workloads;

import org.openjdk.jmh.annotations.Fork;

/**
 * A loop in a method that the JVM compiles by itself.
 *
 * <p>In a program with several coroutines it does: who resumes them meets more classes than are
 * compiled in. With only one, the loop becomes a part of the scheduler's method, and the compiler
 * decides by what else is alive there whether the sum stays in a register. That would compare
 * surroundings, not loops: plain Java has others.
 */
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=dontinline,dev.weft.benchmarks.plain.Plain::*",
      "-XX:CompileCommand=dontinline,dev.weft.benchmarks.handwritten.Loops*::*",
      "-XX:CompileCommand=dontinline,dev.weft.benchmarks.weft.Loops::*",
      "-XX:CompileCommand=dontinline,dev.weft.benchmarks.kotlin.Loops::*"
    })
public abstract class LoopWorkload extends Workload {

  /** For subclasses. */
  protected LoopWorkload() {}
}
