package dev.weft.benchmarks.weft;

import dev.weft.Generator;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/** A generator. */
public final class Elements {

  private Elements() {}

  @Async
  static Generator<Integer> of(Integer[] source) {
    for (Integer element : source) {
      Weft.emit(element);
    }
    return null;
  }

  /** Adds all of them up. */
  public static long sum(Integer[] source) {
    long sum = 0;
    Generator<Integer> elements = of(source);
    while (elements.hasNext()) {
      sum += elements.next();
    }
    return sum;
  }
}
