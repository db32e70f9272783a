package dev.weft.samples.concurrent;

import dev.weft.AsyncRunnable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;

/** Runs the body of a test on one thread, and on two at a time. */
final class Both {

  private Both() {}

  /** The two tests; the body is a coroutine. */
  static List<DynamicTest> run(AsyncRunnable body) {
    return List.of(
        DynamicTest.dynamicTest(
            "a loop",
            () -> {
              try (EventLoop loop = Schedulers.eventLoop()) {
                Weft.run(loop, body);
              }
            }),
        DynamicTest.dynamicTest("a pool", () -> Weft.run(Schedulers.workStealing(2), body)));
  }
}
