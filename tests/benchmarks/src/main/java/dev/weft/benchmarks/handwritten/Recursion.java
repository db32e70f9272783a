package dev.weft.benchmarks.handwritten;

/** A recursion deeper than the stack, with a suspension at its bottom. */
public final class Recursion {

  /** Calls on the stack at most; past that, a call becomes a frame on the heap. */
  private static final int MAX_DEPTH = 1_000;

  private final Carrier carrier = new Carrier();

  private static final class Bottom extends Frame {
    @Override
    void resume(Carrier c) {
      c.longResult = 0;
    }
  }

  private static final class Call extends Frame {
    private final int n;

    Call(int n) {
      this.n = n;
    }

    @Override
    void resume(Carrier c) {
      if (state == 0) {
        state = 1;
        sum(n - 1, 0, c);
        c.link(this);
        return;
      }
      c.throwIfFailed();
      c.longResult += n;
    }
  }

  private static long sum(int n, int depth, Carrier c) {
    if (n == 0) {
      c.yieldNow(new Bottom());
      return 0;
    }
    if (depth > MAX_DEPTH) {
      c.startLater(new Call(n));
      return 0;
    }
    long r = sum(n - 1, depth + 1, c);
    if (c.unwinding) {
      var frame = new Call(n);
      frame.state = 1;
      c.link(frame);
      return 0;
    }
    return r + n;
  }

  /** The sum of the numbers to {@code n}. */
  public long run(int n) {
    sum(n, 0, carrier);
    carrier.started();
    carrier.run();
    return carrier.longResult;
  }
}
