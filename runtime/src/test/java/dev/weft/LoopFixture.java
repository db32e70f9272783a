package dev.weft;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** An event loop for each test. */
abstract class LoopFixture {

  final EventLoop loop = Schedulers.eventLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  final void runOnLoop(Runnable step) throws InterruptedException {
    var ran = new CountDownLatch(1);
    loop.schedule(
        () -> {
          step.run();
          ran.countDown();
        });
    ran.await();
  }

  /** Holds the loop, or whichever thread calls this. */
  static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
