package dev.weft.tests.concurrency;

import dev.weft.AsyncRunnable;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.util.List;

/** Bodies that return later or never, and what bodies throw. */
@SuppressWarnings("TypeParameterUnusedInFormals") // any result will do for what does not return
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

  @Async
  static <T> T later(T value) {
    Everywhere.step();
    return value;
  }

  @Async
  static String foreverThen(String name, List<String> ended) {
    try {
      return forever();
    } finally {
      Everywhere.step(); // a finally block may wait
      ended.add(name);
    }
  }

  @Async
  static String failsOnItsWayOut() {
    try {
      return forever();
    } finally {
      Everywhere.step();
      Weft.yieldNow();
      fail("second");
    }
  }

  static void fail(String message) {
    throw new IllegalArgumentException(message);
  }
}
