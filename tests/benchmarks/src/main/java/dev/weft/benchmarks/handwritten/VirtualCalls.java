package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that could suspend, written by hand: methods that a subclass could override. */
public class VirtualCalls {

  VirtualCalls() {}

  /** The loop that calls so that it returns {@code result}. */
  public static LongUnaryOperator returning(String result) {
    var callee = new VirtualCalls();
    var carrier = new Carrier();
    return switch (result) {
      case "int" -> n -> callee.loopInt(n, carrier);
      case "long" -> n -> callee.loopLong(n, carrier);
      case "Object" -> n -> callee.loopObject(n, carrier);
      default -> n -> callee.loopVoid(n, carrier);
    };
  }

  int callInt(int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendInt(c);
        return 0;
      }
      return Toggle.seed;
    }
    int r = callInt(depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkInt(depth, c);
      return 0;
    }
    return r + depth;
  }

  private long loopInt(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int r = callInt(10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r;
    }
    return sum;
  }

  long callLong(int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendLong(c);
        return 0;
      }
      return Toggle.seed;
    }
    long r = callLong(depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkLong(depth, c);
      return 0;
    }
    return r + depth;
  }

  private long loopLong(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      long r = callLong(10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r;
    }
    return sum;
  }

  Object callObject(int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendObject(c);
        return null;
      }
      return Toggle.token;
    }
    Object r = callObject(depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkObject(depth, c);
      return null;
    }
    return r == null ? Toggle.token : r;
  }

  private long loopObject(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      Object r = callObject(10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  void callVoid(int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendVoid(c);
        return;
      }
      Toggle.total++;
      return;
    }
    callVoid(depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkVoid(depth, c);
      return;
    }
    Toggle.total += depth;
  }

  private long loopVoid(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum++;
    }
    return sum;
  }
}
