package dev.weft.internal.util;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Failures that stand for others, which many may add to where they share one. */
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

  /**
   * What is thrown where two things have come from outside: a cancellation gives way to anything
   * else, which says more; of two failures the later one is suppressed in the first.
   *
   * @param first null if this is the first one
   */
  public static Throwable both(@Nullable Throwable first, Throwable next) {
    if (first == null || (first instanceof CancellationException && !isCancellation(next))) {
      return next;
    }
    if (!isCancellation(next)) {
      add(first, next);
    }
    return first;
  }

  private static boolean isCancellation(Throwable failure) {
    return failure instanceof CancellationException;
  }
}
