package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Toggle;
import java.util.function.LongUnaryOperator;

/** Calls that could suspend, written by hand: methods of an interface. */
public final class InterfaceCalls implements Callee {

  InterfaceCalls() {}

  /** The loop that calls so that it returns {@code result}. */
  public static LongUnaryOperator returning(String result) {
    var callee = new InterfaceCalls();
    var carrier = new Carrier();
    return switch (result) {
      case "int" -> n -> callee.loopInt(n, carrier);
      case "long" -> n -> callee.loopLong(n, carrier);
      case "Object" -> n -> callee.loopObject(n, carrier);
      default -> n -> callee.loopVoid(n, carrier);
    };
  }

  @Override
  public int callInt(Callee next, int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendInt(c);
        return 0;
      }
      return Toggle.seed;
    }
    int r = next.callInt(next, depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkInt(depth, c);
      return 0;
    }
    return r + depth;
  }

  private long loopInt(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int r = callInt(this, 10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r;
    }
    return sum;
  }

  @Override
  public long callLong(Callee next, int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendLong(c);
        return 0;
      }
      return Toggle.seed;
    }
    long r = next.callLong(next, depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkLong(depth, c);
      return 0;
    }
    return r + depth;
  }

  private long loopLong(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      long r = callLong(this, 10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r;
    }
    return sum;
  }

  @Override
  public Object callObject(Callee next, int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendObject(c);
        return null;
      }
      return Toggle.token;
    }
    Object r = next.callObject(next, depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkObject(depth, c);
      return null;
    }
    return r == null ? Toggle.token : r;
  }

  private long loopObject(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      Object r = callObject(this, 10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum += r == Toggle.token ? 1 : 0;
    }
    return sum;
  }

  @Override
  public void callVoid(Callee next, int depth, Carrier c) {
    if (depth == 1) {
      if (Toggle.suspend) {
        CallFrames.suspendVoid(c);
        return;
      }
      Toggle.total++;
      return;
    }
    next.callVoid(next, depth - 1, c);
    if (c.unwinding) {
      CallFrames.linkVoid(depth, c);
      return;
    }
    Toggle.total += depth;
  }

  private long loopVoid(long n, Carrier c) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      callVoid(this, 10, c);
      if (c.unwinding) {
        throw new IllegalStateException("these calls are not to suspend");
      }
      sum++;
    }
    return sum;
  }
}
