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

  /** The iterator that is gone through; whoever reads this could go on with it. */
  private static Iterator<Integer> kept = new Elements(new Integer[0]);

  /**
   * {@link #sum}, by an iterator that is known outside of the method, as a generator's frame is:
   * its fields cannot become registers.
   */
  public static long sumKept(Integer[] source) {
    long sum = 0;
    Iterator<Integer> elements = new Elements(source);
    kept = elements;
    while (elements.hasNext()) {
      sum += elements.next();
    }
    return kept == elements ? sum : -1;
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
