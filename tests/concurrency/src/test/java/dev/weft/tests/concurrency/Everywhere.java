package dev.weft.tests.concurrency;

import dev.weft.AsyncRunnable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs one test body on an event loop, on a pool, and in ordinary code, where its steps never,
 * always and sometimes suspend.
 */
public final class Everywhere {

  /** What {@link #step} does. */
  enum Suspending {
    NEVER,
    ALWAYS,
    MIXED
  }

  private static volatile Suspending suspending = Suspending.ALWAYS;

  private Everywhere() {}

  /** A point at which the body may be suspended. */
  @Async
  public static void step() {
    switch (suspending) {
      case NEVER -> {}
      case ALWAYS -> Weft.yieldNow();
      case MIXED -> {
        if (ThreadLocalRandom.current().nextBoolean()) {
          Weft.yieldNow();
        }
      }
    }
  }

  /** The tests of one body. */
  public static List<DynamicTest> run(AsyncRunnable body) {
    return List.of(
        test("a loop, never", Suspending.NEVER, () -> onLoop(body)),
        test("a loop, always", Suspending.ALWAYS, () -> onLoop(body)),
        test("a loop, mixed", Suspending.MIXED, () -> onLoop(body)),
        test("a pool, always", Suspending.ALWAYS, () -> onPool(body)),
        test("a pool, mixed", Suspending.MIXED, () -> onPool(body)),
        test("ordinary code, always", Suspending.ALWAYS, body::run),
        test("ordinary code, never", Suspending.NEVER, body::run));
  }

  private static DynamicTest test(
      String name, Suspending how, org.junit.jupiter.api.function.Executable body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          suspending = how;
          body.execute();
        });
  }

  private static void onLoop(AsyncRunnable body) {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Weft.run(loop, body);
    }
  }

  private static void onPool(AsyncRunnable body) throws Exception {
    Scheduler pool = Schedulers.workStealing(2);
    try {
      Weft.run(pool, body);
    } finally {
      if (pool instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }
}
