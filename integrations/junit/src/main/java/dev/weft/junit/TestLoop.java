package dev.weft.junit;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An event loop for one test. */
final class TestLoop implements TestScheduler {

  private static final AtomicLong MADE = new AtomicLong();

  private final EventLoop loop =
      Schedulers.eventLoopBuilder()
          .name("weft-test-" + MADE.incrementAndGet())
          .grace(Duration.ofSeconds(1))
          .build();

  @Override
  public Scheduler scheduler() {
    return loop;
  }

  @Override
  public String name() {
    return loop.toString();
  }

  @Override
  public void settle(RealTime limit) throws InterruptedException {
    var passed = new CountDownLatch(1);
    loop.schedule(passed::countDown);
    boolean unused = passed.await(limit.left(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    loop.close();
  }
}
