package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that could suspend, woven: static methods. */
public final class StaticCalls {

  private StaticCalls() {}

  /** The loop that calls so that it returns {@code result}. */
  public static LongUnaryOperator returning(String result) {
    return switch (result) {
      case "int" -> StaticCalls::loopInt;
      case "long" -> StaticCalls::loopLong;
      case "Object" -> StaticCalls::loopObject;
      default -> StaticCalls::loopVoid;
    };
  }

  @Async
  static int callInt(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.seed;
    }
    return callInt(depth - 1) + depth;
  }

  @Async
  private static long loopInt(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callInt(10);
    }
    return sum;
  }

  @Async
  static long callLong(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.seed;
    }
    return callLong(depth - 1) + depth;
  }

  @Async
  private static long loopLong(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callLong(10);
    }
    return sum;
  }

  @Async
  static Object callObject(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return Toggle.token;
    }
    Object r = callObject(depth - 1);
    return r == null ? Toggle.token : r;
  }

  @Async
  private static long loopObject(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += callObject(10) == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  @Async
  static void callVoid(int depth) {
    if (depth == 1) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      Toggle.total++;
      return;
    }
    callVoid(depth - 1);
    Toggle.total += depth;
  }

  @Async
  private static long loopVoid(long n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(10);
      sum++;
    }
    return sum;
  }
}
