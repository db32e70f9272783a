package dev.weft.benchmarks.plain;

import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that cannot suspend: private methods. */
public final class PrivateCalls {

  PrivateCalls() {}

  /** The loop that calls so that it returns {@code result}. */
  public static LongUnaryOperator returning(String result) {
    var callee = new PrivateCalls();
    return switch (result) {
      case "int" -> callee::loopInt;
      case "long" -> callee::loopLong;
      case "Object" -> callee::loopObject;
      default -> callee::loopVoid;
    };
  }

  private int callInt(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.seed;
    }
    return callInt(depth - 1) + depth;
  }

  private long loopInt(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callInt(10);
    }
    return sum;
  }

  private long callLong(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.seed;
    }
    return callLong(depth - 1) + depth;
  }

  private long loopLong(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callLong(10);
    }
    return sum;
  }

  private Object callObject(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.token;
    }
    Object r = callObject(depth - 1);
    return r == null ? Toggle.token : r;
  }

  private long loopObject(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callObject(10) == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  private void callVoid(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      Toggle.total++;
      return;
    }
    callVoid(depth - 1);
    Toggle.total += depth;
  }

  private long loopVoid(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(10);
      sum++;
    }
    return sum;
  }
}
