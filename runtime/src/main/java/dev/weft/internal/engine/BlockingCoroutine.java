package dev.weft.internal.engine;

import dev.weft.internal.timers.Timers;
import dev.weft.internal.util.CallSites;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The coroutine behind a suspending method that ordinary code called: the calling thread itself
 * runs every step and blocks in between, so thread-locals and monitors are as the caller left them.
 *
 * <p>Made only when the call really suspends. On a thread that must never block, the call is failed
 * at its suspension point instead, so that its finally blocks run.
 */
public final class BlockingCoroutine extends Coroutine {

  private static final String RATHER =
      "; let the method return a Task, have its class woven, or call it where threads may block,"
          + " by Weft.switchTo(Schedulers.workStealing(n)) for instance";

  private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();

  private final Carrier carrier;

  /** Inside which this blocks the thread; null if ordinary code is all there is. */
  private @Nullable Coroutine outer;

  private BlockingCoroutine(Carrier carrier) {
    this.carrier = carrier;
  }

  /** Runs what has just unwound to its end and leaves its result in the carrier. */
  static void block(Carrier carrier) {
    var bridge = new BlockingCoroutine(carrier);
    String call = carrier.ordinaryCall();
    String refusal = refusal(carrier, call);
    Coroutine outer = carrier.enter(bridge);
    bridge.outer = outer;
    try {
      refuseToEmit(carrier);
      if (!carrier.isUnwinding()) {
        return; // done, and its result or failure in the carrier
      }
      if (refusal == null) {
        bridge.begin();
        bridge.returned(carrier, null);
        bridge.runToEnd(carrier);
      } else {
        bridge.refuse(carrier, refusal, call == null ? BlockedCaller.advice() : RATHER);
      }
    } finally {
      bridge.end();
      carrier.leaveKeepingResult(outer);
    }
  }

  /**
   * Ordinary code that an async generator has called stands between it and who asks for elements.
   */
  private static void refuseToEmit(Carrier carrier) {
    int how = carrier.unwinding;
    if (Unwinding.has(how, Unwinding.EMITS)) {
      Frame chain = carrier.takeChain(how, null);
      var unused = carrier.takeEmitted();
      carrier.deliver(
          new IllegalStateException(
              "emit was called below ordinary code, which cannot be suspended to hand an element"
                  + " out; call the method that emits from the generator's own method, or from a"
                  + " suspending one"));
      var unusedHow = Driver.resumeFrom(chain, carrier);
    }
  }

  /**
   * For whom this runs: the coroutine inside which it blocks the thread, or else the thread's
   * carrier.
   */
  public Object caller() {
    Coroutine around = outer;
    if (around == null) {
      return carrier;
    }
    return around instanceof BlockingCoroutine bridge ? bridge.caller() : around;
  }

  /** From here on it is this that meets the failures of the scopes around it. */
  private void begin() {
    CoroutineLocals locals = locals();
    if (locals != null) {
      locals.block(this);
      OpenScope failed = locals.unmet(); // after: who fails now finds this
      if (failed != null) {
        interruptFor(failed);
      }
    }
  }

  private void end() {
    CoroutineLocals locals = locals();
    if (locals != null) {
      locals.block(outer);
      OpenScope failed = locals.unmet(); // while this was the one to be told, and did not suspend
      if (failed != null && outer != null) {
        outer.interruptFor(failed);
      }
    }
  }

  @Override
  public @Nullable CoroutineLocals locals() {
    return outer == null ? carrier.localsOfThread() : outer.locals();
  }

  @Override
  public CoroutineLocals makeLocals() {
    CoroutineLocals made = outer == null ? carrier.makeLocalsOfThread() : outer.makeLocals();
    made.block(this);
    return made;
  }

  private static @Nullable String refusal(Carrier carrier, @Nullable String call) {
    if (carrier.mayBlock()) {
      return null;
    }
    try {
      carrier.checkMayBlock(
          call == null
              ? "a suspending method called from ordinary code" + CallSites.atCallerOfMethod()
              : call);
      return null;
    } catch (IllegalStateException refused) {
      return refused.getMessage();
    }
  }

  /** Every suspension fails until the call is done: there is no thread to wait on. */
  private void refuse(Carrier carrier, String reason, String advice) {
    forceOut(); // so that nobody waits on for something to end
    Frame chain = null;
    for (int how = carrier.unwinding;
        how != Unwinding.NOT;
        how = Driver.resumeFrom(chain, carrier)) {
      chain = carrier.takeChain(how, chain);
      if (carrier.takeEvent(how, chain) != Carrier.NO_WAIT) {
        String at =
            chain == null ? "" : " (it suspended at " + FrameSnapshot.whereInnermost(chain) + ")";
        carrier.deliver(new IllegalStateException(reason + at + advice));
      }
    }
  }

  private void runToEnd(Carrier carrier) {
    boolean interrupted = false;
    while (!isDone()) { // only this thread runs steps, so only this thread can complete it
      carrier.runLater();
      try {
        steps.take().run();
      } catch (InterruptedException e) {
        interrupted = true;
        cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    leaveResult(carrier);
  }

  /** Puts an object result or failure back; a primitive one still lies in this thread's carrier. */
  private void leaveResult(Carrier carrier) {
    try {
      carrier.putObject(result());
    } catch (Throwable failure) {
      carrier.deliver(failure);
    }
  }

  @Override
  protected void dispatch() {
    steps.add(this);
  }

  @Override
  protected Runnable after(long nanos, Runnable action) {
    return Timers.after(nanos, action);
  }

  @Override
  public String toString() {
    return "a blocking call on " + Thread.currentThread().getName();
  }
}
