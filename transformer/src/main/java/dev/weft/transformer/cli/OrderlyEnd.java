package dev.weft.transformer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has a command come to its end when the JVM is told to end, by Ctrl-C for instance: the JVM waits
 * until the command has closed this, and so all that it opened later.
 */
final class OrderlyEnd implements AutoCloseable {

  /** Longer than what is under way takes to notice. */
  private static final int MOST_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** From now on, {@code stop} is run when the JVM is to end. */
  OrderlyEnd(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              await();
            },
            "weft-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      var unused = ended.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and let the JVM end
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      var unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook runs, and has been told
    }
  }
}
