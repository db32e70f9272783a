package dev.weft.benchmarks.handwritten;

import java.util.ArrayDeque;

/** {@link PingPong}, of coroutines that can be {@linkplain Cancellable cancelled}. */
public final class CancellablePingPong {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  /** Holds one number on its way, or the one who waits for it. */
  private static final class Cell {
    private long value;
    private boolean full;
    private Cancellable waiting;

    void put(long number) {
      value = number;
      full = true;
      Cancellable coroutine = waiting;
      if (coroutine != null) {
        waiting = null;
        coroutine.wake();
      }
    }

    /** Whether the number is there; else {@code coroutine} waits for it. */
    boolean take(Cancellable coroutine) {
      if (full) {
        full = false;
        return true;
      }
      coroutine.suspend();
      waiting = coroutine;
      return false;
    }
  }

  /** Both sides: ping puts before it takes, pong takes first. */
  private final class Side extends Cancellable {
    private final Cell in;
    private final Cell out;
    private final int increment;
    private int left;
    private boolean waits;
    private long value;

    Side(Cell in, Cell out, int rounds, int increment) {
      super(ready);
      this.in = in;
      this.out = out;
      this.increment = increment;
      left = rounds;
    }

    @Override
    void resume() {
      if (waits) {
        waits = false;
        in.full = false;
        received();
      }
      while (left > 0) {
        if (!in.take(this)) {
          waits = true;
          return;
        }
        received();
      }
    }

    private void received() {
      value = in.value;
      left--;
      if (increment > 0 || left > 0) {
        out.put(value + increment);
      }
    }
  }

  /** The number after {@code rounds} rounds, each of which adds one. */
  public long run(int rounds) {
    var there = new Cell();
    var back = new Cell();
    there.put(0);
    var ping = new Side(back, there, rounds, 0);
    var pong = new Side(there, back, rounds, 1);
    Cancellable.runAll(ready);
    assert pong.left == 0;
    return ping.value;
  }
}
