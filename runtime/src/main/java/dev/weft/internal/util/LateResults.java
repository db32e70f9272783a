package dev.weft.internal.util;

import org.jspecify.annotations.Nullable;

/** Hands back results that nobody takes any more. */
public final class LateResults {

  private LateResults() {}

  /**
   * Closes {@code late} if it can be closed. What that fails with is reported to the handler of the
   * current thread; never throws.
   */
  public static void closeOrReport(@Nullable Object late) {
    if (!(late instanceof AutoCloseable closeable)) {
      return;
    }
    try {
      closeable.close();
    } catch (Throwable failed) {
      UncaughtExceptions.report(Thread.currentThread(), notClosed(closeable, failed));
    }
  }

  /** Not by {@code toString} alone: that is the user's, and may throw. */
  private static IllegalStateException notClosed(AutoCloseable late, Throwable failed) {
    String text;
    try {
      text = late.toString();
    } catch (Throwable unreadable) {
      text = late.getClass().getName();
    }
    return new IllegalStateException("cannot close what came too late: " + text, failed);
  }
}
