package dev.weft.benchmarks.handwritten;

import java.util.Iterator;
import java.util.List;

/** Hot loops with a suspension point. In each, the element or row {@code at} suspends; -1: none. */
public final class Loops {

  private final Carrier carrier = new Carrier();

  private static final class Scan extends Frame {
    private final int[] a;
    private final int at;
    private final int i;
    private final long sum;

    Scan(int[] a, int at, int i, long sum) {
      this.a = a;
      this.at = at;
      this.i = i;
      this.sum = sum;
    }

    @Override
    void resume(Carrier c) {
      c.longResult = scan(a, at, i + 1, sum + a[i], c);
    }
  }

  private static long scan(int[] a, int at, int from, long before, Carrier c) {
    long sum = before;
    for (int i = from; i < a.length; i++) {
      if (a[i] == at) {
        c.yieldNow(new Scan(a, at, i, sum));
        return 0;
      }
      sum += a[i];
    }
    return sum;
  }

  /** One loop that rarely suspends. */
  public long rare(int[] a, int at) {
    return result(scan(a, at, 0, 0, carrier));
  }

  private static final class Rows extends Frame {
    private final int[][] a;
    private final int[] to;
    private final int at;
    private final int row;

    Rows(int[][] a, int[] to, int at, int row) {
      this.a = a;
      this.to = to;
      this.at = at;
      this.row = row;
    }

    @Override
    void resume(Carrier c) {
      add(a[row], to);
      rows(a, to, at, row + 1, c);
      c.longResult = 0;
    }
  }

  private static void rows(int[][] a, int[] to, int at, int from, Carrier c) {
    for (int row = from; row < a.length; row++) {
      if (row == at) {
        c.yieldNow(new Rows(a, to, at, row));
        return;
      }
      add(a[row], to);
    }
  }

  private static void add(int[] row, int[] to) {
    for (int i = 0; i < row.length; i++) {
      to[i] += row[i] * 3;
    }
  }

  /** An outer loop that suspends around an inner one that can be vectorised. */
  public long nested(int[][] a, int[] to, int at) {
    rows(a, to, at, 0, carrier);
    return result(0) + to[0];
  }

  private static final class Items extends Frame {
    private final Iterator<Integer> rest;
    private final int item;
    private final int at;
    private final long sum;

    Items(Iterator<Integer> rest, int item, int at, long sum) {
      this.rest = rest;
      this.item = item;
      this.at = at;
      this.sum = sum;
    }

    @Override
    void resume(Carrier c) {
      c.longResult = items(rest, at, sum + item, c);
    }
  }

  private static long items(Iterator<Integer> rest, int at, long before, Carrier c) {
    long sum = before;
    while (rest.hasNext()) {
      int item = rest.next();
      if (item == at) {
        c.yieldNow(new Items(rest, item, at, sum));
        return 0;
      }
      sum += item;
    }
    return sum;
  }

  /** A loop over a list. */
  public long list(List<Integer> list, int at) {
    return result(items(list.iterator(), at, 0, carrier));
  }

  private long result(long direct) {
    if (!carrier.unwinding) {
      return direct;
    }
    carrier.started();
    carrier.run();
    return carrier.longResult;
  }
}
