package dev.weft.internal.loop;

import dev.weft.internal.util.UncaughtExceptions;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What a thread that watches others tells of them. That may take its time, wait for the end of what
 * is watched, and throw, so meanwhile nobody waits for the thread.
 */
final class Telling {

  private volatile boolean isTelling;

  /** Runs what tells somebody. The watching thread. */
  void run(Runnable telling) {
    isTelling = true;
    try {
      telling.run();
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    } finally {
      isTelling = false;
    }
  }

  /**
   * Waits for the end of the thread that watches, unless it tells of something.
   *
   * @param isEnding whether it still has to end
   */
  void awaitEnd(Thread watching, BooleanSupplier isEnding) {
    boolean interrupted = false;
    while (isEnding.getAsBoolean() && watching.isAlive() && !isTelling) {
      LockSupport.unpark(watching);
      try {
        watching.join(1); // it may be about to park
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
