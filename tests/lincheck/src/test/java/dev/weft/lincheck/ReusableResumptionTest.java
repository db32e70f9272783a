package dev.weft.lincheck;

import dev.weft.ReusableResumption;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A place where one coroutine after the other waits, that one thread resumes: no value is lost, and
 * none taken twice.
 *
 * <p>A value is refused until the one before it has been taken, which whoever was woken does some
 * time after that. So it is one thread that resumes, and the same would tell each time.
 */
public class ReusableResumptionTest extends Checked {

  private final ReusableResumption<Integer> place = new ReusableResumption<>();
  private final Calls calls = new Calls();
  private int last = -1;

  @Operation(nonParallelGroup = "resumes")
  public boolean resume(@Param(gen = IntGen.class, conf = "1:9") int value) {
    return place.resume(value);
  }

  @Operation(nonParallelGroup = "resumes")
  public boolean fail() {
    return place.fail(new IllegalStateException("failed"));
  }

  /** One coroutine at a time: only if the last one has ended. */
  @Operation(nonParallelGroup = "waits")
  public void await() {
    if (last < 0 || calls.isOver(last)) {
      last++;
      calls.begin(last / Calls.PER_THREAD, () -> place.await());
    }
  }

  @Operation(nonParallelGroup = "waits")
  public void cancelCall(@Param(gen = IntGen.class, conf = "0:5") int which) {
    calls.cancel(which);
  }

  @Override
  public String end() {
    return calls + "; " + place;
  }

  /** The same for one thread. */
  public static class Sequential {
    private final SequentialCalls calls = new SequentialCalls();
    private int last = -1;
    private String kept;

    public boolean resume(int value) {
      return put(String.valueOf(value));
    }

    public boolean fail() {
      return put("IllegalStateException");
    }

    private boolean put(String outcome) {
      if (last >= 0 && calls.isWaiting(last)) {
        calls.end(last, outcome);
        return true;
      }
      boolean free = kept == null;
      kept = free ? outcome : kept;
      return free;
    }

    public void await() {
      if (last >= 0 && calls.isWaiting(last)) {
        return;
      }
      last++;
      int place = calls.begin(last / Calls.PER_THREAD);
      if (place >= 0 && kept != null) {
        calls.end(place, kept);
        kept = null;
      }
    }

    public void cancelCall(int which) {
      calls.cancel(which);
    }

    public String end() {
      boolean awaited = last >= 0 && calls.isWaiting(last);
      String state = awaited ? "awaited" : kept == null ? "empty" : "resumed";
      return calls + "; ReusableResumption[" + state + "]";
    }
  }
}
