package dev.weft.tests.concurrency;

import dev.weft.AsyncRunnable;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;

/** Bodies that do not return, and what bodies throw. */
final class Failures {

  private Failures() {}

  /** Never returns, but by a cancellation. */
  @Async
  static <T> T forever() {
    return Weft.suspend(resumption -> {});
  }

  @Async
  static <T> T failing(String message) throws IOException {
    Everywhere.step();
    throw new IOException(message);
  }

  /** What {@code body} throws. */
  @Async
  static Throwable failureOf(AsyncRunnable body) {
    try {
      body.run();
    } catch (Throwable thrown) {
      return thrown;
    }
    throw new AssertionError("nothing was thrown");
  }
}
