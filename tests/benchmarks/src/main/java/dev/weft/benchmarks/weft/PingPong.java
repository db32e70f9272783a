package dev.weft.benchmarks.weft;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/**
 * Two coroutines that hand a number to and fro. What the public API has for this is a task that is
 * completed by hand, a new one for each number.
 */
public final class PingPong {

  private PingPong() {}

  private static final class Cell {
    private Task.Completer<Long> next = Task.completer();

    void put(long number) {
      next.complete(number);
    }

    @Async
    long take() {
      long number = Weft.await(next.task());
      next = Task.completer();
      return number;
    }
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
