package dev.weft.tests.concurrency;

import dev.weft.spi.TimedScheduler;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler of one thread whose time passes when nothing else is to be done. */
final class VirtualTime implements TimedScheduler {

  private record Timer(long at, long number, Runnable action) {}

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
  private long now;
  private long timersMade;

  @Override
  public void schedule(Runnable step) {
    ready.add(step);
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    var timer = new Timer(now + nanos, timersMade++, action);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs all that is ready, now and at any later time. */
  void run() {
    while (!ready.isEmpty() || !timers.isEmpty()) {
      while (!ready.isEmpty()) {
        ready.remove().run();
      }
      Timer next = timers.poll();
      if (next != null) {
        now = next.at;
        next.action.run();
      }
    }
  }
}
