package dev.weft.internal.engine;

import dev.weft.internal.util.Suppression;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jetbrains.annotations.Async;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine: a chain of frames that is either being run by one thread or waits for one event.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Running.</b> Exactly one thread runs the coroutine (or it stands in its scheduler's
 *       queue). Only that thread touches {@code leaf} and {@code slot}.
 *   <li><b>Suspending.</b> A woven call sets {@link Carrier#unwinding}; every caller spills its
 *       frame and returns. The driver (this class) then owns the whole chain, sets {@code leaf} and
 *       {@code slot}, moves {@code control} to <em>suspended</em> with a new epoch, and only then
 *       arms the event. There is no race inside a chain and frame links are plain writes.
 *   <li><b>Waking.</b> An event, a canceller, a timer may all try; whoever moves {@code control}
 *       from <em>suspended</em> at that epoch to <em>running</em> wins, puts the result into {@code
 *       slot} and dispatches. The others are late and are dropped. Between the two, the winner
 *       alone may change where the coroutine belongs ({@code switchTo}).
 *   <li><b>Cancelling</b> sets a bit. A suspended coroutine is woken with a {@link
 *       CancellationException}; a running one meets it at its next suspension, and so does one that
 *       was woken with a result and has not gone on yet. It is delivered once for each request, so
 *       that finally blocks may suspend; requests that come before it is met are one.
 *   <li><b>Interrupting.</b> The failure of a scope that the coroutine has opened reaches it in the
 *       same way, {@link #interruptFor}; which one has failed and has not been met is written in
 *       the scopes, and the bit only says that one is to be looked for.
 *   <li><b>Disarming.</b> A canceller may win before the event has been armed, under schedulers of
 *       several threads. So whoever arms looks afterwards whether the coroutine still waits for it.
 * </ul>
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>leaf</td><td>driver</td><td>plain, published by control or the scheduler</td></tr>
 * <tr><td>slot</td><td>driver: the event; winner of a wake-up: the result</td><td>plain, same</td></tr>
 * <tr><td>control</td><td>any thread</td><td>volatile, compare-and-set</td></tr>
 * </table>
 */
public abstract non-sealed class Coroutine extends ContextualSteps {

  /** For a coroutine whose first run is made by who calls this. */
  @Async.Schedule // below each of its steps, IntelliJ's debugger shows the stack that leads here
  protected Coroutine() {}

  /** For a coroutine that begins with a call of {@code body}. */
  @Async.Schedule
  protected Coroutine(InitialFrame beginning, Object body) {
    leaf = beginning;
    slot = body;
  }

  /** Whether this, which is about to be done, has left a scope open. By who runs this. */
  protected boolean leavesOpenScope() {
    return false;
  }

  @Override
  final @Nullable Throwable takeInterruption() {
    CoroutineLocals locals = locals();
    return locals == null ? null : locals.takeInterruption(this);
  }

  /** Checks what is pending without a suspension: see {@code Weft.checkCancelled}. */
  public final void meetPending() throws Throwable {
    Throwable pending = isAnythingPending() ? takePending() : null;
    if (pending != null) {
      throw pending;
    }
  }

  /**
   * Whether what this has met while it waited is its own cancellation, which it can meet later, and
   * neither the failure of a scope nor the end of its scheduler. By who runs this.
   */
  public final boolean isOwnCancellation(Throwable met) {
    return met instanceof CancellationException && !isForcedOut() && !isFailureOfScope(met);
  }

  /** Whether a scope that this has opened has failed with {@code met}. By who runs this. */
  final boolean isFailureOfScope(Throwable met) {
    CoroutineLocals locals = locals();
    return locals != null && locals.scopeFailedWith(met) != null;
  }

  /**
   * Runs {@code action} after a delay, on any thread.
   *
   * @return what to call to give it up
   */
  protected abstract Runnable after(long nanos, Runnable action);

  /**
   * One step: goes on from where this was suspended until it suspends again or is done. Where many
   * coroutines run inside one another, as under a scheduler that runs steps at once, it is made
   * when the outermost pauses, so that the stack does not overflow.
   */
  @Override
  public final void run() {
    run(Carrier.current());
  }

  /** {@link #run()} on the thread of {@code carrier}. */
  final void run(Carrier carrier) {
    StackReserve.ensure(); // once it has begun, it must not be left undone
    runEnsured(carrier);
  }

  /** {@link #run(Carrier)} in its turn; where there is too little stack, it is left to others. */
  final void runInTurn(Carrier carrier) {
    if (StackReserve.isThere()) {
      runEnsured(carrier);
    } else {
      strand();
    }
  }

  private void runEnsured(Carrier carrier) {
    if ((carrier.isDeep() || carrier.coroutine() == this) && !(this instanceof BlockingCoroutine)) {
      carrier.runOnTrampoline(this); // or the scheduler ran it while it is still being suspended
      return;
    }
    Coroutine outer = carrier.enter(this);
    try {
      if (isStarted() ? step(carrier) : start(carrier)) {
        requeue(carrier);
      }
    } finally {
      carrier.leave(outer);
    }
  }

  /**
   * {@link #run()} for a scheduler that knows its thread's carrier, runs no step while it is asked
   * to schedule one, and calls {@link Carrier#leave leave(null)} on the carrier before it does
   * anything but run more steps in this way.
   *
   * @return whether the coroutine yields: the caller puts it behind those that are ready, or has
   *     that done by {@link #requeue}
   */
  public final boolean runNext(Carrier carrier) {
    carrier.enterNext(this);
    return isStarted() ? step(carrier) : start(carrier);
  }

  /**
   * {@link #runNext} for the current step of a queue that the carrier {@linkplain Carrier#runFrom
   * runs from}, if it is not the {@linkplain #isStarted first} one.
   */
  public final boolean runCurrent(Carrier carrier) {
    return step(carrier);
  }

  /**
   * The same for the first step. Apart, since bodies are of many kinds, and compiled into where all
   * steps are made they would be too much to be compiled in further.
   */
  public final boolean runFirst(Carrier carrier) {
    return start(carrier);
  }

  /** Hands this coroutine, which {@linkplain #runNext yields}, to its scheduler. */
  public final void requeue(Carrier carrier) {
    boolean refused;
    do {
      try {
        dispatch();
        refused = false;
      } catch (Throwable refusal) {
        carrier.failure = refusal;
        refused = true;
      }
    } while (refused && driveAgain(carrier));
  }

  private boolean driveAgain(Carrier carrier) {
    return ContextUse.aroundSteps() ? inContext(DRIVE, carrier) : drive(carrier);
  }

  /** Goes on until this suspends or is done; true if it only yields. */
  @Async.Execute
  private boolean step(Carrier carrier) {
    return ContextUse.aroundSteps() ? inContext(STEP, carrier) : stepHere(carrier);
  }

  private boolean stepHere(Carrier carrier) {
    Object delivered = slot;
    if (delivered != null) {
      receive(carrier, delivered);
    } else if (isAnythingPending() && !hasResult()) { // nothing can be lost by it
      carrier.failure = takePending();
    }
    return drive(carrier);
  }

  /** Whether the leaf is an operation with a result, which comes before what is pending. */
  private boolean hasResult() {
    return leaf instanceof OperationFrame operation && operation.hasResult();
  }

  /** The first step of a coroutine that begins with a call of its body. */
  @Async.Execute
  private boolean start(Carrier carrier) {
    return ContextUse.aroundSteps() ? inContext(START, carrier) : startHere(carrier);
  }

  private boolean startHere(Carrier carrier) {
    InitialFrame beginning = (InitialFrame) Objects.requireNonNull(leaf);
    Object body = Objects.requireNonNull(slot);
    slot = null;
    leaf = null;
    if (isAnythingPending()) {
      carrier.failure = takePending();
    }
    int how = Driver.start(beginning, body, carrier);
    return how != Unwinding.NOT ? suspends(how, carrier) : finish(carrier);
  }

  @Override
  final boolean make(int what, Carrier carrier) {
    return switch (what) {
      case STEP -> stepHere(carrier);
      case START -> startHere(carrier);
      default -> drive(carrier);
    };
  }

  /**
   * The first run of a coroutine whose frames are not made yet; ended by {@link #returned} or
   * {@link #threw}.
   */
  public final void returned(Carrier carrier, @Nullable Object result) {
    int how = carrier.unwinding;
    if (how == Unwinding.NOT) {
      if (leavesOpenScope()) {
        abandonScopes(null);
      } else {
        completeUnshared(result); // it has never been suspended, so nobody has been told of it
      }
    } else {
      leaf = carrier.takeChain(how, null);
      boolean yields = !Unwinding.has(how, Unwinding.WAITS);
      if (yields) {
        beforePause();
      }
      if (yields || (!waitsFor(how, carrier) && goesOn(carrier))) {
        requeue(carrier);
      }
    }
  }

  /** Goes on at once, but when the stack below is deep, after it has been given back. */
  private boolean goesOn(Carrier carrier) {
    if (carrier.failure == null && carrier.isDeep()) {
      slot = Carrier.NO_WAIT; // a frame that has not started does not meet a cancellation
      beforePause();
      carrier.runOnTrampoline(this);
      return false;
    }
    return drive(carrier);
  }

  /** See {@link #returned}. */
  public final void threw(Carrier carrier, Throwable failure) {
    carrier.stopUnwinding();
    if (leavesOpenScope()) {
      abandonScopes(failure);
    } else {
      failInStep(failure, null);
    }
  }

  /**
   * Ends this, which has left scopes open, with a failure that says so, once nothing of them runs
   * any more.
   */
  private void abandonScopes(@Nullable Throwable thrown) {
    CoroutineLocals locals = Objects.requireNonNull(locals());
    var leftOpen = new IllegalStateException(Objects.requireNonNull(locals.innermost()).describe());
    if (thrown != null) {
      thrown.addSuppressed(leftOpen);
    }
    Throwable failure = thrown == null ? leftOpen : thrown;
    locals.abandonScopes(() -> failInStep(failure, null));
  }

  private void receive(Carrier carrier, Object delivered) {
    slot = null;
    if (delivered instanceof Thrown thrown) {
      if (thrown.cancels()) {
        cancellationMet();
      }
      Throwable met = thrown.meet(carrier);
      CoroutineLocals locals = locals();
      if (locals != null) {
        locals.thrown(met);
      }
      carrier.failure = met;
    } else {
      carrier.refResult = delivered == Carrier.NO_WAIT ? null : delivered;
    }
  }

  /** Resumes the chain of frames until this suspends or is done; true if it yields. */
  private boolean drive(Carrier carrier) {
    int how = resumeLeaf(carrier);
    if (how == Unwinding.BEGUN) { // alone, and filled again
      carrier.unwinding = Unwinding.NOT;
      return true;
    }
    int end = resumeCallers(how, carrier);
    return end != Unwinding.NOT ? suspends(end, carrier) : finish(carrier);
  }

  /**
   * Ends an unwinding; then goes on while there is nothing to wait for. The loop is here and not
   * around all: the JVM compiles the first round of one apart, and twice the code would be too much
   * to be inlined where most steps are made.
   */
  private boolean suspends(int first, Carrier carrier) {
    int how = first;
    do {
      Frame before = leaf;
      Frame chain = carrier.takeChain(how, before);
      if (chain != before) {
        leaf = chain;
      }
      if (!Unwinding.has(how, Unwinding.WAITS)) {
        return true;
      }
      if (waitsFor(how, carrier)) {
        return false;
      }
      how = resumeCallers(resumeLeaf(carrier), carrier);
    } while (how != Unwinding.NOT);
    return finish(carrier);
  }

  /**
   * Resumes the leaf; zero if it is done, or there is none. While it runs it stays where it is:
   * most often it suspends again, and nothing has to be written.
   */
  private int resumeLeaf(Carrier carrier) {
    Frame first = leaf;
    return first == null ? Unwinding.NOT : Driver.resumeLeaf(first, carrier);
  }

  /**
   * If the leaf is done, resumes its callers.
   *
   * @param ofLeaf how the leaf suspended
   * @return zero when the root is done, else how a frame suspended
   */
  private int resumeCallers(int ofLeaf, Carrier carrier) {
    Frame first = leaf;
    if (ofLeaf != Unwinding.NOT || first == null) {
      return ofLeaf;
    }
    if (!(first instanceof OperationFrame)) { // which its callers mostly wait for again
      leaf = null; // it may be large, and its callers run for long
    }
    return resumeCallersOf(first, carrier);
  }

  /**
   * {@link Driver#resumeCallersOf} that puts a frame which suspends by itself where it belongs, and
   * not into the carrier first.
   */
  private int resumeCallersOf(Frame done, Carrier carrier) {
    for (Frame frame = done.parent; frame != null; frame = frame.parent) {
      int how = Driver.resumeCaller(frame, carrier);
      if (how != Unwinding.NOT) {
        if (!Unwinding.has(how, Unwinding.LINKED)) {
          leaf = frame; // nothing but itself, filled again
        }
        return how;
      }
    }
    return Unwinding.NOT;
  }

  private boolean finish(Carrier carrier) {
    boolean suspended = wasSuspended();
    if (suspended) {
      ends();
    }
    if (leaf != null) {
      leaf = null;
    }
    Throwable failure = carrier.failure;
    if (leavesOpenScope()) {
      carrier.failure = null;
      abandonScopes(failure);
    } else if (failure != null) {
      carrier.failure = null;
      failInStep(failure, suspended ? CoroutineTraces.of(failure) : null);
    } else {
      completeInStep(carrier.takeRoot());
    }
    return false;
  }

  /** Begins to wait for the carrier's event; false if this is to go on at once. */
  private boolean waitsFor(int how, Carrier carrier) {
    Event event = Objects.requireNonNull(carrier.takeEvent(how, leaf));
    if (event == Carrier.NO_WAIT) {
      return false;
    }
    boolean first = !wasSuspended();
    if (first && !isReadyToWait(carrier)) {
      return false;
    }
    boolean onLeaf = Unwinding.has(how, Unwinding.ON_LEAF);
    if (!onLeaf) {
      slot = event;
    }
    beforePause();
    while (!becomeSuspended()) {
      Throwable pending = takePending();
      if (pending != null) {
        if (!onLeaf) {
          slot = null;
        }
        if (first) {
          ends();
        }
        runsOn();
        tellNotArmed(event, pending);
        carrier.failure = pending; // last: who is told may run anything, here and now
        return false;
      }
    }
    try {
      event.arm(this);
    } catch (Throwable failure) {
      return !claim(event) || isDispatchedWith(failure, carrier);
    }
    return true;
  }

  private void tellNotArmed(Event event, Throwable met) {
    try {
      event.notArmed(this);
    } catch (Throwable besides) {
      Suppression.add(met, besides);
    }
  }

  /**
   * Has this meet {@code failure} in its turn; false if it cannot wait for that, and meets it now.
   */
  private boolean isDispatchedWith(Throwable failure, Carrier carrier) {
    try {
      slot = Thrown.shared(failure, null);
      dispatch();
      return true;
    } catch (Throwable refusal) {
      slot = null;
      carrier.failure = refusal;
      runsOn();
      return false;
    }
  }

  private boolean isReadyToWait(Carrier carrier) {
    try {
      suspendsFirst();
      return true;
    } catch (Throwable failure) {
      carrier.failure = failure;
      return false;
    }
  }

  /**
   * Told, by who runs this, when it is about to be suspended for the first time, while nobody else
   * can wake it yet; perhaps more than once. If it is cancelled instead, {@link #ends} follows.
   */
  protected void suspendsFirst() {}

  /** Told, by who runs this, when it is about to be done, if it was told {@link #suspendsFirst}. */
  protected void ends() {}
}
