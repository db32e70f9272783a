package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.CheckedCalls;
import dev.weft.lincheck.SequentialCalls;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** A barrier of two that coroutines come to, are cancelled at, and that is reset. */
public class BarrierTest extends CheckedCalls {

  private final AsyncBarrier barrier = new AsyncBarrier(2);

  @Operation
  public void await(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> barrier.await());
  }

  @Operation
  public void reset() {
    barrier.reset();
  }

  @Override
  public String end() {
    return calls + "; " + barrier.isBroken() + ", " + barrier.getNumberWaiting();
  }

  /** The same for one thread. */
  public static class Sequential {
    private final SequentialCalls calls = new SequentialCalls();
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private boolean broken;

    public void await(int thread) {
      int place = calls.begin(thread);
      if (place < 0) {
        return;
      }
      waiting.add(place);
      if (broken) {
        breakAll();
      } else if (waiting.size() == 2) {
        calls.end(waiting.poll(), 1);
        calls.end(waiting.poll(), 0);
      }
    }

    public void cancelCall(int thread, int number) {
      int place = Calls.placeOf(thread, number);
      if (calls.cancel(place)) {
        waiting.remove(place);
        broken = true;
        breakAll();
      }
    }

    public void reset() {
      breakAll();
      broken = false;
    }

    private void breakAll() {
      while (!waiting.isEmpty()) {
        calls.end(waiting.poll(), "BrokenBarrierException");
      }
    }

    public String end() {
      return calls + "; " + broken + ", " + waiting.size();
    }
  }
}
