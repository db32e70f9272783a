package dev.weft.benchmarks.handwritten;

/** Coroutines that do nothing but let each other run. */
public final class Yields {

  private final Carrier carrier = new Carrier();
  private final Frame total = new Total();
  private long sum;

  /** The parent of all: adds their results up. */
  private final class Total extends Frame {
    @Override
    void resume(Carrier c) {
      sum += c.longResult;
    }
  }

  private static final class Loop extends Frame {
    private final int yields;
    private int i;
    private long sum;

    Loop(int yields) {
      this.yields = yields;
    }

    @Override
    void resume(Carrier c) {
      if (state == 1) {
        sum += i++;
      }
      if (i < yields) {
        state = 1;
        c.yieldAgain(this);
        return;
      }
      c.longResult = sum;
    }
  }

  /** Runs {@code coroutines}, each of which yields {@code yields} times. */
  public long run(int coroutines, int yields) {
    sum = 0;
    for (int i = 0; i < coroutines; i++) {
      var loop = new Loop(yields);
      loop.parent = total;
      carrier.ready(loop);
    }
    carrier.run();
    return sum;
  }
}
