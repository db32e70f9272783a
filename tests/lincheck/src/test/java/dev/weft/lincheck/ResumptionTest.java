package dev.weft.lincheck;

import dev.weft.Resumption;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A coroutine in {@code Weft.suspend} that is resumed and cancelled: a value that was accepted is
 * the coroutine's, or goes back to its maker.
 *
 * <p>Which of the two, where both come at the same time, is nothing that one order of the
 * operations tells. So what is compared is that one of them has it, and the cancel action what is
 * left.
 */
public class ResumptionTest extends Checked {

  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger givenBack = new AtomicInteger();
  private final AtomicInteger actions = new AtomicInteger();
  private volatile Resumption<Object> resumption;
  private volatile Task<Object> task;
  private volatile boolean failureAccepted;
  private boolean begun;

  /** Begins, once: what others see of it first is the resumption. */
  @Operation(nonParallelGroup = "coroutine")
  public void begin() {
    if (!begun) {
      begun = true;
      task = Weft.start(Runnable::run, () -> Weft.<Object>suspend(this::suspended));
    }
  }

  private void suspended(Resumption<Object> made) {
    resumption = made;
    made.onCancel(actions::incrementAndGet);
  }

  @Operation
  public void resume(@Param(gen = IntGen.class, conf = "1:9") int value) {
    Resumption<Object> known = resumption;
    if (known != null && known.resume(value, back -> givenBack.incrementAndGet())) {
      accepted.incrementAndGet();
    }
  }

  @Operation
  public void fail() {
    Resumption<Object> known = resumption;
    if (known != null && known.fail(new IllegalStateException("failed"))) {
      accepted.incrementAndGet();
      failureAccepted = true;
    }
  }

  @Operation
  public void cancelTask() {
    Task<Object> known = task;
    if (known != null) {
      known.cancel(false);
    }
  }

  @Override
  public String end() {
    begin();
    boolean waited = !task.isDone();
    resume(0); // if nothing has ended it, this does
    String outcome = Calls.outcome(task);
    boolean cancelled = outcome.equals(SequentialCalls.CANCELLED);
    int delivered = cancelled ? 0 : 1;
    boolean once = accepted.get() - delivered == givenBack.get() || isFailureDropped(cancelled);
    boolean told = actions.get() == (cancelled && accepted.get() == 0 ? 1 : 0);
    boolean woken = !(waited && cancelled) && task.isDone();
    return once && told && woken
        ? "each once"
        : outcome + ": " + accepted + " accepted, " + givenBack + " back, " + actions + " actions";
  }

  /** A failure that comes together with a cancellation is nothing that somebody needs back. */
  private boolean isFailureDropped(boolean cancelled) {
    return cancelled && accepted.get() == 1 && givenBack.get() == 0 && failureAccepted;
  }

  /** The same for one thread. */
  public static class Sequential {
    public void begin() {}

    public void resume(int value) {}

    public void fail() {}

    public void cancelTask() {}

    public String end() {
      return "each once";
    }
  }
}
