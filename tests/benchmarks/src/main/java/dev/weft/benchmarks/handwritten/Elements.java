package dev.weft.benchmarks.handwritten;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator written by hand. */
public final class Elements implements Iterator<Integer> {

  private final Integer[] source;
  private int i;

  /** Goes through {@code source}. */
  public Elements(Integer[] source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    return i < source.length;
  }

  @Override
  public Integer next() {
    if (i == source.length) {
      throw new NoSuchElementException();
    }
    return source[i++];
  }

  /** Adds all of them up. */
  public static long sum(Integer[] source) {
    long sum = 0;
    var elements = new Elements(source);
    while (elements.hasNext()) {
      sum += elements.next();
    }
    return sum;
  }
}
