package dev.weft;

import dev.weft.spi.TimedScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A scheduler that runs steps at once and timers when it is told to. */
final class ManualTimers implements TimedScheduler {

  /** One that has not fired. */
  record Armed(long nanos, Runnable action) {}

  final List<Armed> armed = new ArrayList<>();
  int count;

  @Override
  public void schedule(Runnable step) {
    step.run();
  }

  @Override
  public Runnable scheduleAfter(long nanos, Runnable action) {
    var timer = new Armed(nanos, action);
    armed.add(timer);
    count++;
    return () -> armed.remove(timer);
  }

  /** Fires all, the first due first. */
  void fire() {
    fire(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** Fires those that are due within {@code time}. */
  void fire(Duration time) {
    var due = new ArrayList<>(armed);
    due.removeIf(timer -> timer.nanos > time.toNanos());
    armed.removeAll(due);
    due.sort(Comparator.comparingLong(Armed::nanos));
    due.forEach(timer -> timer.action.run());
  }
}
