package dev.weft.benchmarks.weft;

import dev.weft.Resumption;
import dev.weft.ReusableResumption;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import org.jspecify.annotations.Nullable;

/** Two coroutines that hand a number to and fro through slots made with the public API alone. */
public final class Slots {

  private Slots() {}

  /** A place for one number, and for the one who waits for it. */
  public interface Slot {

    /** Puts a number there. */
    void put(Long number);

    /** The next number. */
    @Async
    Long take();
  }

  /** A slot made with {@code Weft.suspend}. */
  public static final class OfSuspend implements Slot {
    private @Nullable Long value;
    private @Nullable Resumption<Long> waiting;

    @Override
    public void put(Long number) {
      Resumption<Long> resumption = waiting;
      if (resumption == null) {
        value = number;
      } else {
        waiting = null;
        resumption.resume(number);
      }
    }

    @Async
    @Override
    public Long take() {
      Long number = value;
      if (number == null) {
        return Weft.suspend(resumption -> waiting = resumption);
      }
      value = null;
      return number;
    }
  }

  /** A slot that is a {@code ReusableResumption}. */
  public static final class Reusable implements Slot {
    private final ReusableResumption<Long> resumption = new ReusableResumption<>();

    @Override
    public void put(Long number) {
      resumption.resume(number);
    }

    @Async
    @Override
    public Long take() {
      return resumption.await();
    }
  }

  /** A slot made with {@code Task.Completer}. */
  public static final class OfCompleter implements Slot {
    private @Nullable Long value;
    private Task.@Nullable Completer<Long> waiting;

    @Override
    public void put(Long number) {
      Task.Completer<Long> completer = waiting;
      if (completer == null) {
        value = number;
      } else {
        waiting = null;
        completer.complete(number);
      }
    }

    @Async
    @Override
    public Long take() {
      Long number = value;
      if (number == null) {
        var completer = new Task.Completer<Long>();
        waiting = completer;
        return Weft.await(completer.task());
      }
      value = null;
      return number;
    }
  }

  @Async
  static long ping(Slot in, Slot out, int rounds) {
    Long value = 0L;
    for (int i = 0; i < rounds; i++) {
      out.put(value);
      value = in.take();
    }
    return value;
  }

  @Async
  static void pong(Slot in, Slot out, int rounds) {
    for (int i = 0; i < rounds; i++) {
      out.put(in.take() + 1);
    }
  }

  /** The number after {@code rounds} rounds, each of which adds one. */
  public static long run(Runner runner, Slot there, Slot back, int rounds) {
    return runner.run(
        () -> {
          Task<Void> other = Weft.start(runner.scheduler(), () -> pong(there, back, rounds));
          long value = ping(back, there, rounds);
          Weft.await(other);
          return value;
        });
  }
}
