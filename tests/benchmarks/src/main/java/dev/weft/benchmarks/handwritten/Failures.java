package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Failure;

/** An exception that goes up through ten suspended callers. */
public final class Failures {

  private final Carrier carrier = new Carrier();

  private static final class Leaf extends Frame {
    private final boolean trace;

    Leaf(boolean trace) {
      this.trace = trace;
    }

    @Override
    void resume(Carrier c) {
      throw new Failure(trace);
    }
  }

  private static final class Caller extends Frame {
    private final int depth;

    Caller(int depth) {
      this.depth = depth;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      c.longResult += depth;
    }
  }

  private static long call(int depth, boolean trace, Carrier c) {
    if (depth == 0) {
      c.yieldNow(new Leaf(trace));
      return 0;
    }
    long r = call(depth - 1, trace, c);
    if (c.unwinding) {
      c.link(new Caller(depth));
      return 0;
    }
    return r + depth;
  }

  /** Catches what each call throws and begins the next. */
  private static final class Catching extends Frame {
    private final int n;
    private final boolean trace;
    private int i;
    private long caught;

    Catching(int n, boolean trace) {
      this.n = n;
      this.trace = trace;
    }

    @Override
    void resume(Carrier c) {
      if (state == 1) {
        caught += taken(c);
        i++;
      }
      if (i < n) {
        state = 1;
        call(10, trace, c);
        c.link(this);
        return;
      }
      c.longResult = caught;
    }

    private static long taken(Carrier c) {
      try {
        c.throwIfFailed();
        return 0;
      } catch (Failure failure) {
        return failure.code();
      }
    }
  }

  /** Throws {@code n} times. */
  public long run(int n, boolean trace) {
    carrier.ready(new Catching(n, trace));
    carrier.run();
    return carrier.longResult;
  }
}
