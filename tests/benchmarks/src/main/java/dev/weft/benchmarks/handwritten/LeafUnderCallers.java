package dev.weft.benchmarks.handwritten;

/** A loop that yields, below many callers. */
public final class LeafUnderCallers {

  private final Carrier carrier = new Carrier();

  private static final class Leaf extends Frame {
    private final int yields;
    private int i;
    private long sum;

    Leaf(int yields) {
      this.yields = yields;
    }

    @Override
    void resume(Carrier c) {
      sum += i++;
      if (i < yields) {
        c.yieldAgain(this);
        return;
      }
      c.longResult = sum;
    }
  }

  private static final class Caller extends Frame {
    private final int callers;

    Caller(int callers) {
      this.callers = callers;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      c.longResult += callers;
    }
  }

  private static long call(int callers, int yields, Carrier c) {
    if (callers == 0) {
      c.yieldNow(new Leaf(yields));
      return 0;
    }
    long r = call(callers - 1, yields, c);
    if (c.unwinding) {
      c.link(new Caller(callers));
      return 0;
    }
    return r + callers;
  }

  /** Yields {@code yields} times below {@code callers} calls. */
  public long run(int callers, int yields) {
    call(callers, yields, carrier);
    carrier.started();
    carrier.run();
    return carrier.longResult;
  }
}
