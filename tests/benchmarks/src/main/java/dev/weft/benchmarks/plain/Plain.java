package dev.weft.benchmarks.plain;

import dev.weft.benchmarks.common.Toggle;
import java.util.List;

/** The same work in plain Java, where nothing can be suspended. */
public final class Plain {

  private Plain() {}

  /** One loop; {@code at} is never met. */
  public static long rare(int[] a, int at) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] == at) {
        Toggle.giveWay();
      }
      sum += a[i];
    }
    return sum;
  }

  /** An inner loop that can be vectorised. */
  public static long nested(int[][] a, int[] to, int at) {
    for (int row = 0; row < a.length; row++) {
      if (row == at) {
        Toggle.giveWay();
      }
      int[] from = a[row];
      for (int i = 0; i < from.length; i++) {
        to[i] += from[i] * 3;
      }
    }
    return to[0];
  }

  /** A loop over a list. */
  public static long list(List<Integer> list, int at) {
    long sum = 0;
    for (int item : list) {
      if (item == at) {
        Toggle.giveWay();
      }
      sum += item;
    }
    return sum;
  }

  /** A loop over an array. */
  public static long sum(Integer[] source) {
    long sum = 0;
    for (Integer element : source) {
      sum += element;
    }
    return sum;
  }

  private static Integer child(Integer value) {
    if (Toggle.suspend) {
      Toggle.giveWay();
    }
    return value;
  }

  /** Calls instead of tasks. */
  public static long startAndComplete(Integer[] values, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += child(values[i % values.length]);
    }
    return sum;
  }

  private static long node(long number, int size) {
    if (size == 1) {
      return number;
    }
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += node(number + i * (size / 10L), size / 10);
    }
    return sum;
  }

  /** A million calls instead of coroutines. */
  public static long skynet(int size) {
    return node(0, size);
  }
}
