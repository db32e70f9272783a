package dev.weft.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/**
 * A coroutine that waits for one signal twice and notes what it met. Its scheduler only counts;
 * {@link #finish} runs the steps.
 */
@State
public class Suspended extends Coroutine {

  /** What is waited for: counts and remembers. */
  static final class Signal implements Event {
    final AtomicInteger disarmed = new AtomicInteger();
    volatile Coroutine armed;

    @Override
    public void arm(Coroutine coroutine) {
      armed = coroutine;
    }

    @Override
    public void disarm(Coroutine coroutine) {
      disarmed.incrementAndGet();
    }
  }

  /** Waits for one signal after the other and notes each outcome. */
  private static final class Waits extends Frame {
    private Suspended state;
    private int waits;

    @Override
    protected int resume(Carrier carrier) {
      if (waits > 0) {
        note(carrier);
      }
      if (waits++ == state.times) {
        carrier.putObject(null);
      } else {
        carrier.suspendOn(state.signal);
        carrier.link(this);
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
            int unused = ((Waits) frame).resume(carrier);
            return null;
          });

  final Signal signal = new Signal();
  final CoroutineLocals locals = new CoroutineLocals(this) {};
  final AtomicInteger dispatched = new AtomicInteger();
  final int times;
  String met = "";

  /** A coroutine that has suspended for the first of two times. */
  public Suspended() {
    this(2);
    run();
  }

  /** One that has not begun. */
  Suspended(int times) {
    this(times, new Waits());
  }

  private Suspended(int times, Waits frame) {
    super(FIRST, frame);
    this.times = times;
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

  /** Runs what was dispatched, then wakes what still waits; how it went, in words. */
  String finish() {
    var story = new StringBuilder().append(dispatched.get()).append(" dispatched: ");
    for (int steps = 0; !isDone() && steps < 5; steps++) {
      if (dispatched.getAndSet(0) > 0) {
        run();
      } else {
        resume(signal, "end", null);
      }
    }
    return story.append(met.trim()).append("; disarmed ").append(signal.disarmed).toString();
  }
}
