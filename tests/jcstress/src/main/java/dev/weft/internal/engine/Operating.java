package dev.weft.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/**
 * A coroutine that calls one operation twice, and is suspended in it: what it waits for is its own
 * leaf. Its scheduler only counts; {@link #finish} runs the steps.
 */
@State
public class Operating extends Coroutine {

  /** Waits to be woken. */
  static final class Waking extends OperationFrame {
    final AtomicInteger abandoned = new AtomicInteger();

    void call(Carrier carrier) {
      suspend(carrier);
    }

    @Override
    protected void start() {}

    @Override
    protected void abandon() {
      abandoned.incrementAndGet();
    }

    @Override
    protected void proceed(Carrier carrier) {
      carrier.putObject("woken");
    }

    @Override
    protected void failed() {}
  }

  /** Makes one call after the other and notes each outcome. */
  private static final class Calls extends Frame {
    private Operating state;
    private int calls;

    @Override
    protected int resume(Carrier carrier) {
      if (calls > 0) {
        note(carrier);
      }
      if (calls++ == 2) {
        carrier.putObject(null);
      } else {
        state.operation.call(carrier);
        carrier.linkAgain(this);
      }
      return carrier.unwinding;
    }

    private void note(Carrier carrier) {
      try {
        state.met += carrier.takeObject() + " ";
      } catch (Throwable failure) {
        state.met += "cancelled ";
      }
    }
  }

  private static final InitialFrame FIRST =
      new InitialFrame(
          (frame, carrier) -> {
            int unused = ((Calls) frame).resume(carrier);
            return null;
          });

  final Waking operation = new Waking();
  private final CoroutineLocals locals = new CoroutineLocals(this) {};
  private final AtomicInteger dispatched = new AtomicInteger();
  private String met = "";

  /** A coroutine that is suspended in the first of two calls. */
  public Operating() {
    this(new Calls());
    run();
  }

  private Operating(Calls frame) {
    super(FIRST, frame);
    frame.state = this;
  }

  @Override
  protected void dispatch() {
    dispatched.incrementAndGet();
  }

  @Override
  protected Runnable after(long nanos, Runnable action) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CoroutineLocals locals() {
    return locals;
  }

  @Override
  public CoroutineLocals makeLocals() {
    return locals;
  }

  /** Runs what was dispatched, if it was. */
  void step() {
    if (dispatched.getAndSet(0) > 0) {
      run();
    }
  }

  /** Runs what was dispatched, then wakes what still waits; how it went, in words. */
  String finish() {
    for (int steps = 0; !isDone() && steps < 6; steps++) {
      step();
      operation.wake();
    }
    return met.trim() + "; abandoned " + operation.abandoned + (isDone() ? "" : "; not done");
  }
}
