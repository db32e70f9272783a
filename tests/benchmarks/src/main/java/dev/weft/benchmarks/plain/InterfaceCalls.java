package dev.weft.benchmarks.plain;

import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that cannot suspend: methods of an interface. */
public final class InterfaceCalls implements Callee {

  InterfaceCalls() {}

  /** The loop that calls so that it returns {@code result}. */
  public static LongUnaryOperator returning(String result) {
    var callee = new InterfaceCalls();
    return switch (result) {
      case "int" -> callee::loopInt;
      case "long" -> callee::loopLong;
      case "Object" -> callee::loopObject;
      default -> callee::loopVoid;
    };
  }

  @Override
  public int callInt(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.seed;
    }
    return next.callInt(next, depth - 1) + depth;
  }

  private long loopInt(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callInt(this, 10);
    }
    return sum;
  }

  @Override
  public long callLong(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.seed;
    }
    return next.callLong(next, depth - 1) + depth;
  }

  private long loopLong(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callLong(this, 10);
    }
    return sum;
  }

  @Override
  public Object callObject(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      return Toggle.token;
    }
    Object r = next.callObject(next, depth - 1);
    return r == null ? Toggle.token : r;
  }

  private long loopObject(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callObject(this, 10) == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  @Override
  public void callVoid(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Toggle.giveWay();
      }
      Toggle.total++;
      return;
    }
    next.callVoid(next, depth - 1);
    Toggle.total += depth;
  }

  private long loopVoid(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(this, 10);
      sum++;
    }
    return sum;
  }
}
