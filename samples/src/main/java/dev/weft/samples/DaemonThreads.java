package dev.weft.samples;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makers of numbered threads that don't keep the JVM alive. */
final class DaemonThreads {

  private DaemonThreads() {}

  /** Threads called {@code name-1}, {@code name-2} and so on. */
  static ThreadFactory named(String name) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
