package dev.weft.internal.util;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.CancellationException;

/** Tells what blocking code throws because its thread was interrupted. */
public final class Interrupts {

  private Interrupts() {}

  /** Whether this is how blocking code says that its thread was interrupted, or was cancelled. */
  public static boolean isInterruption(Throwable thrown) {
    return thrown instanceof InterruptedException
        || thrown instanceof CancellationException
        || thrown instanceof ClosedByInterruptException
        || thrown instanceof FileLockInterruptionException
        || (thrown instanceof InterruptedIOException
            && !(thrown instanceof SocketTimeoutException));
  }
}
