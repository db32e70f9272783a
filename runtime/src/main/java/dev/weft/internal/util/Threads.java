package dev.weft.internal.util;

/** What {@link Thread} lacks. */
public final class Threads {

  private Threads() {}

  /** Waits for a thread to end; an interrupt is kept for later. */
  public static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
