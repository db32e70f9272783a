package dev.weft.benchmarks.workloads;

import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A call that could suspend and does not, at depth ten; one operation is one call. Whatever the
 * kind of call, the same for all.
 */
public class Calls extends Workload {

  @Param({"static", "private", "virtual", "interface"})
  public String dispatch;

  @Param({"int", "long", "Object", "void"})
  public String result;

  private LongUnaryOperator plain;
  private LongUnaryOperator handwritten;
  private LongUnaryOperator weft;
  private LongUnaryOperator kotlin;

  /** Chooses the loops. */
  @Setup
  public void choose() {
    plain =
        switch (dispatch) {
          case "static" -> dev.weft.benchmarks.plain.StaticCalls.returning(result);
          case "private" -> dev.weft.benchmarks.plain.PrivateCalls.returning(result);
          case "virtual" -> dev.weft.benchmarks.plain.VirtualCalls.returning(result);
          default -> dev.weft.benchmarks.plain.InterfaceCalls.returning(result);
        };
    handwritten =
        switch (dispatch) {
          case "static" -> dev.weft.benchmarks.handwritten.StaticCalls.returning(result);
          case "private" -> dev.weft.benchmarks.handwritten.PrivateCalls.returning(result);
          case "virtual" -> dev.weft.benchmarks.handwritten.VirtualCalls.returning(result);
          default -> dev.weft.benchmarks.handwritten.InterfaceCalls.returning(result);
        };
    weft =
        switch (dispatch) {
          case "static" -> dev.weft.benchmarks.weft.StaticCalls.returning(result);
          case "private" -> dev.weft.benchmarks.weft.PrivateCalls.returning(result);
          case "virtual" -> dev.weft.benchmarks.weft.VirtualCalls.returning(result);
          default -> dev.weft.benchmarks.weft.InterfaceCalls.returning(result);
        };
    kotlin =
        switch (dispatch) {
          case "static" -> dev.weft.benchmarks.kotlin.StaticCalls.returning(result);
          case "private" -> dev.weft.benchmarks.kotlin.PrivateCalls.returning(result);
          case "virtual" -> dev.weft.benchmarks.kotlin.VirtualCalls.returning(result);
          default -> dev.weft.benchmarks.kotlin.InterfaceCalls.returning(result);
        };
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long plain() {
    return plain.applyAsLong(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long handwritten() {
    return handwritten.applyAsLong(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long weft() {
    return weft.applyAsLong(1_000);
  }

  @Benchmark
  @OperationsPerInvocation(10000)
  public long kotlin() {
    return kotlin.applyAsLong(1_000);
  }
}
