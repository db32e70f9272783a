package dev.weft.internal.util;

/** Reports failures that nobody is there to be told of, to the handler of a thread. */
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
