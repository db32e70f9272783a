package dev.weft.internal.util;

/** Where failures go that nobody is there to be told of. */
public final class UncaughtExceptions {

  private UncaughtExceptions() {}

  /** Tells the uncaught exception handler of {@code thread}; never throws. */
  public static void report(Thread thread, Throwable failure) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable ignored) { // as the JVM does; the thread goes on
      return;
    }
  }
}
