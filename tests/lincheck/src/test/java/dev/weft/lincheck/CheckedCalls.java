package dev.weft.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * A class under test whose suspending calls a coroutine makes for a thread; each thread cancels its
 * own.
 */
public abstract class CheckedCalls extends Checked {

  /** The calls that have been begun. */
  protected final Calls calls = new Calls();

  /** Cancels the first or second call that the thread has begun. */
  @Operation
  public void cancelCall(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "0:1") int number) {
    calls.cancel(Calls.placeOf(thread, number));
  }
}
