package dev.weft.lincheck;

import dev.weft.Task;
import dev.weft.Weft;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * A task that is completed from outside, and coroutines that await it: the first outcome is that of
 * all. Nobody who waits is cancelled here: the last one to go would take the task along, where
 * another may just be coming.
 */
public class CompleterTest extends Checked {

  private final Task.Completer<Integer> completer = Task.completer();
  private final Calls calls = new Calls();

  @Operation
  public boolean complete(@Param(gen = IntGen.class, conf = "1:9") int value) {
    return completer.complete(value);
  }

  @Operation
  public boolean fail() {
    return completer.fail(new IllegalStateException("failed"));
  }

  @Operation
  public boolean cancel() {
    return completer.task().cancel(false);
  }

  @Operation
  public boolean isDone() {
    return completer.task().isDone();
  }

  @Operation
  public void await(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> Weft.await(completer.task()));
  }

  @Override
  public String end() {
    return calls + "; " + Calls.outcome(completer.task());
  }

  /** The same for one thread. */
  public static class Sequential {
    private final SequentialCalls calls = new SequentialCalls();
    private String outcome = SequentialCalls.WAITS;

    public boolean complete(int value) {
      return end(String.valueOf(value));
    }

    public boolean fail() {
      return end("IllegalStateException");
    }

    public boolean cancel() {
      return end(SequentialCalls.CANCELLED);
    }

    private boolean end(String with) {
      if (isDone()) {
        return false;
      }
      outcome = with;
      for (int i = 0; i < Calls.PLACES; i++) {
        if (calls.isWaiting(i)) {
          calls.end(i, with);
        }
      }
      return true;
    }

    public boolean isDone() {
      return !outcome.equals(SequentialCalls.WAITS);
    }

    public void await(int thread) {
      int place = calls.begin(thread);
      if (place >= 0) {
        calls.end(place, outcome);
      }
    }

    public String end() {
      return calls + "; " + outcome;
    }
  }
}
