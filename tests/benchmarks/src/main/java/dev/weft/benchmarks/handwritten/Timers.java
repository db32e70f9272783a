package dev.weft.benchmarks.handwritten;

import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/** Many coroutines that each wait for a time to pass. */
public final class Timers {

  private final Carrier carrier = new Carrier();
  private final PriorityQueue<Sleeping> timers = new PriorityQueue<>();

  private final class Sleeping extends Frame implements Comparable<Sleeping> {
    private final long nanos;
    private long due;

    Sleeping(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public int compareTo(Sleeping other) {
      return Long.signum(due - other.due);
    }

    @Override
    void resume(Carrier c) {
      if (state == 0) {
        state = 1;
        due = System.nanoTime() + nanos;
        timers.add(this);
        c.suspend(this);
        return;
      }
      c.longResult++;
    }
  }

  /** Starts {@code n} coroutines that sleep for {@code nanos}; how many woke up. */
  public long run(int n, long nanos) {
    carrier.longResult = 0;
    for (int i = 0; i < n; i++) {
      carrier.ready(new Sleeping(nanos));
    }
    carrier.run();
    while (!timers.isEmpty()) {
      fireDue();
      carrier.run();
    }
    return carrier.longResult;
  }

  private void fireDue() {
    long now = System.nanoTime();
    Sleeping first = timers.peek();
    if (first.due > now) {
      LockSupport.parkNanos(first.due - now);
      return;
    }
    for (; first != null && first.due <= now; first = timers.peek()) {
      timers.remove();
      carrier.ready(first);
    }
  }
}
