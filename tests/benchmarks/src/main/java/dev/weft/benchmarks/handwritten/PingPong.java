package dev.weft.benchmarks.handwritten;

/** Two coroutines that hand a number to and fro. */
public final class PingPong {

  private final Carrier carrier = new Carrier();

  /** Holds one number on its way, or the one who waits for it. */
  private static final class Cell {
    private long value;
    private boolean full;
    private Frame waiting;

    void put(long number, Carrier c) {
      value = number;
      full = true;
      Frame frame = waiting;
      if (frame != null) {
        waiting = null;
        c.ready(frame);
      }
    }

    /** Whether the number is there; else {@code frame} waits for it. */
    boolean take(Frame frame, Carrier c) {
      if (full) {
        full = false;
        return true;
      }
      waiting = frame;
      c.unwinding = true; // a frame that was resumed; nobody is to link another to it
      return false;
    }
  }

  private static final class Ping extends Frame {
    private final Cell in;
    private final Cell out;
    private final int rounds;
    private int i;
    private long value;

    Ping(Cell in, Cell out, int rounds) {
      this.in = in;
      this.out = out;
      this.rounds = rounds;
    }

    @Override
    void resume(Carrier c) {
      if (state == 1) {
        in.full = false;
        value = in.value;
        i++;
      }
      while (i < rounds) {
        out.put(value, c);
        if (!in.take(this, c)) {
          state = 1;
          return;
        }
        value = in.value;
        i++;
      }
      c.longResult = value;
    }
  }

  private static final class Pong extends Frame {
    private final Cell in;
    private final Cell out;
    private final int rounds;
    private int i;

    Pong(Cell in, Cell out, int rounds) {
      this.in = in;
      this.out = out;
      this.rounds = rounds;
    }

    @Override
    void resume(Carrier c) {
      if (state == 1) {
        in.full = false;
        out.put(in.value + 1, c);
        i++;
      }
      while (i < rounds) {
        if (!in.take(this, c)) {
          state = 1;
          return;
        }
        out.put(in.value + 1, c);
        i++;
      }
    }
  }

  /** The number after {@code rounds} rounds, each of which adds one. */
  public long run(int rounds) {
    var there = new Cell();
    var back = new Cell();
    var ping = new Ping(back, there, rounds);
    carrier.ready(ping);
    carrier.ready(new Pong(there, back, rounds));
    carrier.run();
    return ping.value;
  }
}
