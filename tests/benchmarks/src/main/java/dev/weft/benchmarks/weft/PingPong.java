package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.Woven;
import dev.weft.woven.WovenCarrier;

/**
 * Two coroutines that hand a number to and fro through cells, whose {@code take} is a suspending
 * method written by hand.
 */
public final class PingPong {

  private PingPong() {}

  /** Holds one number on its way, or the one who waits for it. */
  @Woven
  public static final class Cell extends OperationFrame {
    private long value;
    private boolean full;

    void put(long number) {
      value = number;
      full = true;
      boolean unused = wake();
    }

    /** The next number. */
    @Async
    public long take() {
      WovenCarrier carrier = WovenCarrier.current();
      long number = take(WovenCarrier.MAX_DEPTH, carrier);
      return carrier.isUnwinding() ? carrier.blockLong() : number;
    }

    /** The body of {@link #take()}. */
    public long take(int room, WovenCarrier carrier) {
      if (full) {
        full = false;
        return value;
      }
      suspend(carrier);
      return 0;
    }

    @Override
    protected void proceed(Carrier carrier) {
      if (full) {
        full = false;
        carrier.putLong(value);
      } else {
        suspendAgain(carrier);
      }
    }

    @Override
    protected void start() {
      if (full) {
        boolean unused = wake();
      }
    }

    @Override
    protected void abandon() {}

    @Override
    protected void failed() {}
  }

  @Async
  static long ping(Cell in, Cell out, int rounds) {
    long value = 0;
    for (int i = 0; i < rounds; i++) {
      out.put(value);
      value = in.take();
    }
    return value;
  }

  @Async
  static void pong(Cell in, Cell out, int rounds) {
    for (int i = 0; i < rounds; i++) {
      out.put(in.take() + 1);
    }
  }

  /** The number after {@code rounds} rounds, each of which adds one. */
  public static long run(Runner runner, int rounds) {
    var there = new Cell();
    var back = new Cell();
    return runner.run(
        () -> {
          Task<Void> other = Weft.start(runner.scheduler(), () -> pong(there, back, rounds));
          long value = ping(back, there, rounds);
          Weft.await(other);
          return value;
        });
  }
}
