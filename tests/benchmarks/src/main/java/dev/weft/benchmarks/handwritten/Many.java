package dev.weft.benchmarks.handwritten;

/** Very many coroutines suspended at once, each with one small frame or three. */
public final class Many {

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

  /** A call that keeps an int, a long and a reference. */
  private static class Inner extends Frame {
    private final int i;
    private final Object o;
    private final long l;

    Inner(int i, long l, Object o) {
      this.i = i;
      this.l = l;
      this.o = o;
    }

    @Override
    void resume(Carrier c) {
      c.longResult = value();
    }

    final long value() {
      return i + l + (o == null ? 0 : 1);
    }
  }

  private static final class Outer extends Inner {
    Outer(int i, long l, Object o) {
      super(i, l, o);
    }

    @Override
    void resume(Carrier c) {
      c.longResult += value();
    }
  }

  private static long inner(int i, long l, Object o, Carrier c) {
    c.yieldNow(new Inner(i, l, o));
    return 0;
  }

  private static long call(int depth, int i, long l, Object o, Carrier c) {
    if (depth == 1) {
      return inner(i, l, o, c);
    }
    long r = call(depth - 1, i, l, o, c);
    if (c.unwinding) {
      c.link(new Outer(i, l, o));
      return 0;
    }
    return r;
  }

  /** Suspends {@code n} coroutines of {@code frames} frames each. */
  public void suspend(int n, int frames, Object o) {
    for (int i = 0; i < n; i++) {
      call(frames, i, 1, o, carrier);
      carrier.link(total);
      carrier.started();
    }
  }

  /** Resumes all of them; the sum of their results. */
  public long resume() {
    carrier.run();
    return sum;
  }
}
