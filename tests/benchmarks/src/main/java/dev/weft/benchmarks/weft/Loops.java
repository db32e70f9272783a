package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.List;

/** Hot loops with a suspension point. In each, the element or row {@code at} suspends; -1: none. */
public final class Loops {

  private Loops() {}

  @Async
  static long scan(int[] a, int at) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] == at) {
        Weft.yieldNow();
      }
      sum += a[i];
    }
    return sum;
  }

  /** One loop that rarely suspends. */
  public static long rare(Runner runner, int[] a, int at) {
    return runner.run(() -> scan(a, at));
  }

  @Async
  static long rows(int[][] a, int[] to, int at) {
    for (int row = 0; row < a.length; row++) {
      if (row == at) {
        Weft.yieldNow();
      }
      int[] from = a[row];
      for (int i = 0; i < from.length; i++) {
        to[i] += from[i] * 3;
      }
    }
    return to[0];
  }

  /** An outer loop that suspends around an inner one that can be vectorised. */
  public static long nested(Runner runner, int[][] a, int[] to, int at) {
    return runner.run(() -> rows(a, to, at));
  }

  @Async
  static long items(List<Integer> list, int at) {
    long sum = 0;
    for (int item : list) {
      if (item == at) {
        Weft.yieldNow();
      }
      sum += item;
    }
    return sum;
  }

  /** A loop over a list. */
  public static long list(Runner runner, List<Integer> list, int at) {
    return runner.run(() -> items(list, at));
  }
}
