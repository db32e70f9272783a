package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.Checked;
import dev.weft.lincheck.SequentialCalls;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * A latch, an event and a value that are waited for while they change.
 *
 * <p>What they say is to be seen before those are woken that waited for it. So nobody is cancelled
 * here, who might be, having waited, and see it all the same; {@link SignalsCancelTest} does that.
 */
public class SignalsTest extends Checked {

  private final AsyncLatch latch = new AsyncLatch(2);
  private final AsyncEvent event = new AsyncEvent();
  private final StateValue<Integer> value = new StateValue<>(0);
  private final Calls calls = new Calls();

  @Operation
  public void countDown() {
    latch.countDown();
  }

  @Operation
  public void awaitLatch(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(
        thread,
        () -> {
          latch.await();
          return "zero";
        });
  }

  @Operation
  public void set() {
    event.set();
  }

  @Operation
  public void awaitEvent(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(
        thread,
        () -> {
          event.await();
          return "set";
        });
  }

  @Operation
  public int increment() {
    return value.update(now -> now + 1);
  }

  @Operation
  public boolean raise(@Param(gen = IntGen.class, conf = "0:2") int from) {
    return value.compareAndSet(from, from + 2);
  }

  @Operation
  public void awaitValue(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "1:3") int least) {
    calls.begin(thread, () -> value.awaitUntil(now -> now >= least) >= least ? "enough" : "less");
  }

  @Override
  public String end() {
    return calls + "; " + latch.getCount() + ", " + event.isSet() + ", " + value.get();
  }

  /** The same for one thread. */
  public static class Sequential {
    private final SequentialCalls calls = new SequentialCalls();
    private final int[] least = new int[8]; // by place: for which value
    private final boolean[] ofLatch = new boolean[8];
    private int count = 2;
    private boolean set;
    private int value;

    public void countDown() {
      count = Math.max(0, count - 1);
      wake();
    }

    public void awaitLatch(int thread) {
      int place = calls.begin(thread);
      if (place >= 0) {
        ofLatch[place] = true;
        wake();
      }
    }

    public void set() {
      set = true;
      wake();
    }

    public void awaitEvent(int thread) {
      if (calls.begin(thread) >= 0) {
        wake();
      }
    }

    public int increment() {
      value++;
      wake();
      return value;
    }

    public boolean raise(int from) {
      if (value != from) {
        return false;
      }
      value += 2;
      wake();
      return true;
    }

    public void awaitValue(int thread, int wanted) {
      int place = calls.begin(thread);
      if (place >= 0) {
        least[place] = wanted;
        wake();
      }
    }

    public void cancelCall(int place) {
      calls.cancel(place);
    }

    private void wake() {
      for (int i = 0; i < least.length; i++) {
        if (!calls.isWaiting(i)) {
          continue;
        }
        if (ofLatch[i]) {
          end(i, count == 0, "zero");
        } else if (least[i] > 0) {
          end(i, value >= least[i], "enough");
        } else {
          end(i, set, "set");
        }
      }
    }

    private void end(int place, boolean over, String outcome) {
      if (over) {
        calls.end(place, outcome);
      }
    }

    public String end() {
      return calls + "; " + count + ", " + set + ", " + value;
    }
  }
}
