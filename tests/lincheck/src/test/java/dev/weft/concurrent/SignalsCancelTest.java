package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.Checked;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * A latch, an event and a value of which one thread has everything done, while others cancel those
 * who wait.
 */
public class SignalsCancelTest extends Checked {

  private final AsyncLatch latch = new AsyncLatch(2);
  private final AsyncEvent event = new AsyncEvent();
  private final StateValue<Integer> value = new StateValue<>(0);
  private final Calls calls = new Calls();

  @Operation(nonParallelGroup = "signals")
  public void countDown() {
    latch.countDown();
  }

  @Operation(nonParallelGroup = "signals")
  public void awaitLatch(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(
        thread,
        () -> {
          latch.await();
          return "zero";
        });
  }

  @Operation(nonParallelGroup = "signals")
  public void set() {
    event.set();
  }

  @Operation(nonParallelGroup = "signals")
  public void awaitEvent(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(
        thread,
        () -> {
          event.await();
          return "set";
        });
  }

  @Operation(nonParallelGroup = "signals")
  public int increment() {
    return value.update(now -> now + 1);
  }

  @Operation(nonParallelGroup = "signals")
  public void awaitValue(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "1:3") int least) {
    calls.begin(thread, () -> value.awaitUntil(now -> now >= least) >= least ? "enough" : "less");
  }

  @Operation
  public void cancelCall(@Param(gen = IntGen.class, conf = "0:5") int place) {
    calls.cancel(place);
  }

  @Override
  public String end() {
    return calls + "; " + latch.getCount() + ", " + event.isSet() + ", " + value.get();
  }

  /** The same for one thread. */
  public static class Sequential extends SignalsTest.Sequential {}
}
