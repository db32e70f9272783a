package dev.weft.internal.util;

/** Adds to the failures that another one suppresses, which many may do with one that they share. */
public final class Suppression {

  private Suppression() {}

  /** Has {@code first} show {@code other}, once, unless they are the same. Any thread. */
  public static void add(Throwable first, Throwable other) {
    if (first == other) {
      return;
    }
    synchronized (first) { // as its own method does
      for (Throwable known : first.getSuppressed()) {
        if (known == other) {
          return;
        }
      }
      first.addSuppressed(other);
    }
  }
}
