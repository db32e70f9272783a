package dev.weft.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** What goes to this thread's handler of uncaught exceptions until it is closed. */
public final class UncaughtFailures implements AutoCloseable {

  private final Thread thread = Thread.currentThread();
  private final Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
  private final List<String> messages = new ArrayList<>();

  /** From now on. */
  public UncaughtFailures() {
    thread.setUncaughtExceptionHandler((on, failure) -> messages.add(failure.getMessage()));
  }

  /** The messages so far, in their order. */
  public List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    thread.setUncaughtExceptionHandler(before);
  }
}
