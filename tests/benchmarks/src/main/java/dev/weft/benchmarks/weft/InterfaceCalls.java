package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that could suspend, woven: methods of an interface. */
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
  @Async
  public int callInt(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.seed;
    }
    return next.callInt(next, depth - 1) + depth;
  }

  @Async
  private long loopInt(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callInt(this, 10);
    }
    return sum;
  }

  @Override
  @Async
  public long callLong(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.seed;
    }
    return next.callLong(next, depth - 1) + depth;
  }

  @Async
  private long loopLong(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callLong(this, 10);
    }
    return sum;
  }

  @Override
  @Async
  public Object callObject(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.token;
    }
    Object r = next.callObject(next, depth - 1);
    return r == null ? Toggle.token : r;
  }

  @Async
  private long loopObject(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callObject(this, 10) == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  @Override
  @Async
  public void callVoid(Callee next, int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      Toggle.total++;
      return;
    }
    next.callVoid(next, depth - 1);
    Toggle.total += depth;
  }

  @Async
  private long loopVoid(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(this, 10);
      sum++;
    }
    return sum;
  }
}
