package dev.weft.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
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
 *       slot} and dispatches. The others are late and are dropped.
 *   <li><b>Cancelling</b> sets a bit. A suspended coroutine is woken with a {@link
 *       CancellationException}; a running one meets it at its next suspension. It is delivered
 *       once, so that finally blocks may suspend.
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
public abstract class Coroutine extends Completion implements Runnable {

  private static final VarHandle CONTROL;

  static {
    try {
      CONTROL = MethodHandles.lookup().findVarHandle(Coroutine.class, "control", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int SUSPENDED = 1;
  private static final int CANCEL_REQUESTED = 2;

  /** Requested, but not delivered yet. */
  private static final int CANCEL_PENDING = 4;

  private static final int EPOCH_SHIFT = 3;
  private static final int EPOCH = 1 << EPOCH_SHIFT;

  /** What a wake-up leaves in {@code slot} for a failure. */
  private record Thrown(Throwable failure) {}

  /**
   * Before the first step: a {@link Beginning}, or null if a caller makes that step. Then where to
   * resume; null when done, or when the result is the root's own. While it runs it stays here, see
   * {@link #resumeLeaf}.
   */
  private @Nullable Frame leaf;

  /**
   * Before the first step: the body that the {@link Beginning} calls. While suspended: the event
   * waited for; null if that is the leaf itself, an {@link Operation}. After a wake-up: the value,
   * or a {@link Thrown}.
   */
  private @Nullable Object slot;

  /** SUSPENDED and CANCEL_ bits; above them the number of the suspension. */
  private volatile int control;

  /** For a coroutine whose first run is made by who calls this. */
  protected Coroutine() {}

  /** For a coroutine that begins with a call of {@code body}. */
  protected Coroutine(Beginning beginning, Object body) {
    leaf = beginning;
    slot = body;
  }

  /**
   * Hands this coroutine to its scheduler, which calls {@link #run} soon. Any thread.
   *
   * @throws RuntimeException if the scheduler refuses; the coroutine then fails with it
   */
  protected abstract void dispatch();

  /**
   * Runs {@code action} after a delay, on any thread.
   *
   * @return what to call to give it up
   */
  protected abstract Runnable after(long nanos, Runnable action);

  /** One step: goes on from where this was suspended until it suspends again or is done. */
  @Override
  public final void run() {
    run(Carrier.current());
  }

  /** {@link #run()} on the thread of {@code carrier}. */
  final void run(Carrier carrier) {
    if (carrier.coroutine() == this && !(this instanceof Bridge)) {
      carrier.runInTurn(this); // the scheduler ran it while it is still being suspended
      return;
    }
    Coroutine outer = carrier.enter(this);
    try {
      if (isStarted() ? step(carrier) : start(carrier)) {
        goBehindOthers(carrier);
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
   * @return whether the coroutine lets others run: the caller puts it behind those that are ready,
   *     or has that done by {@link #goBehindOthers}
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

  /** Hands this coroutine, which {@linkplain #runNext lets others run}, to its scheduler. */
  public final void goBehindOthers(Carrier carrier) {
    boolean refused;
    do {
      try {
        dispatch();
        refused = false;
      } catch (Throwable refusal) {
        carrier.failure = refusal;
        refused = true;
      }
    } while (refused && drive(carrier));
  }

  /** Goes on until this suspends or is done; true if it only lets others run. */
  private boolean step(Carrier carrier) {
    Object delivered = slot;
    if (delivered != null) {
      receive(carrier, delivered);
    } else if (cancelPending(control)) { // nothing can be lost by it
      deliverCancellation(carrier);
    }
    return drive(carrier);
  }

  /** The first step of a coroutine that begins with a call of its body. */
  private boolean start(Carrier carrier) {
    Beginning beginning = (Beginning) Objects.requireNonNull(leaf);
    Object body = Objects.requireNonNull(slot);
    slot = null;
    leaf = null;
    if (cancelPending(control)) {
      deliverCancellation(carrier);
    }
    int how = Driver.start(beginning, body, carrier);
    return how != Unwinding.NOT ? suspends(how, carrier) : finish(carrier);
  }

  /**
   * The first run of a coroutine whose frames are not made yet; ended by {@link #returned} or
   * {@link #threw}.
   */
  protected final void returned(Carrier carrier, @Nullable Object result) {
    int how = carrier.unwinding;
    if (how == Unwinding.NOT) {
      completeUnshared(result); // it has never been suspended, so nobody has been told of it
    } else {
      leaf = carrier.takeChain(how, null);
      boolean yields = !Unwinding.has(how, Unwinding.WAITS);
      if (yields || (!waitsFor(how, carrier) && drive(carrier))) {
        goBehindOthers(carrier);
      }
    }
  }

  /** See {@link #returned}. */
  protected final void threw(Carrier carrier, Throwable failure) {
    carrier.stopUnwinding();
    fail(failure);
  }

  private void receive(Carrier carrier, Object delivered) {
    slot = null;
    if (delivered instanceof Thrown thrown) {
      carrier.failure = thrown.failure;
    } else {
      carrier.refResult = delivered;
    }
  }

  /** Resumes the chain of frames until this suspends or is done; true if it lets others run. */
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
    if (!(first instanceof Operation)) { // which its callers mostly wait for again
      leaf = null; // it may be large, and its callers run for long
    }
    return Driver.resumeCallersOf(first, carrier);
  }

  private boolean finish(Carrier carrier) {
    if (control >>> EPOCH_SHIFT != 0) {
      ends();
    }
    if (leaf != null) {
      leaf = null;
    }
    Throwable failure = carrier.failure;
    if (failure != null) {
      carrier.failure = null;
      fail(failure);
    } else {
      complete(carrier.takeRoot());
    }
    return false;
  }

  /** Begins to wait for the carrier's event; false if this is to go on at once. */
  private boolean waitsFor(int how, Carrier carrier) {
    Event event = Objects.requireNonNull(carrier.takeEvent(how, leaf));
    if (event == Carrier.NO_WAIT) {
      return false;
    }
    int seen = control;
    if (cancelPending(seen)) {
      return deliverCancellation(carrier);
    }
    boolean onLeaf = Unwinding.has(how, Unwinding.ON_LEAF);
    if (!onLeaf) {
      slot = event;
    }
    if (!CONTROL.compareAndSet(this, seen, (seen | SUSPENDED) + EPOCH)) {
      if (!onLeaf) {
        slot = null;
      }
      return deliverCancellation(carrier); // the only thing that changes control of a running one
    }
    try {
      if (seen >>> EPOCH_SHIFT == 0) {
        suspendedFirst();
      }
      event.arm(this);
    } catch (Throwable failure) {
      resume(event, null, failure);
    }
    return true;
  }

  private static boolean cancelPending(int control) {
    return (control & CANCEL_PENDING) != 0;
  }

  private boolean deliverCancellation(Carrier carrier) {
    CONTROL.getAndBitwiseAnd(this, ~CANCEL_PENDING);
    carrier.failure = new CancellationException("cancelled: " + this);
    return false;
  }

  /**
   * Wakes this coroutine if it is still suspended on {@code event}; a late call does nothing. Any
   * thread.
   *
   * @param value what the await returns
   * @param failure what the await throws instead, or null
   * @return whether this call woke it
   */
  public final boolean resume(Event event, @Nullable Object value, @Nullable Throwable failure) {
    int seen = control;
    if ((seen & SUSPENDED) == 0
        || !isSuspendedOn(event)
        || !CONTROL.compareAndSet(this, seen, seen & ~SUSPENDED)) {
      return false;
    }
    Object delivered = failure == null ? value : new Thrown(failure);
    if (slot != delivered) {
      slot = delivered;
    }
    dispatchOrFail();
    return true;
  }

  private boolean isSuspendedOn(Event event) {
    Object known = slot;
    return known == event || (known == null && leaf == event);
  }

  private void dispatchOrFail() {
    try {
      dispatch();
    } catch (Throwable rejected) {
      if (!isStarted()) {
        leaf = null; // the body is not called
      }
      slot = new Thrown(rejected);
      run(); // nowhere else to go: its finally blocks run here
    }
  }

  /** Wakes this coroutine with what it awaited. */
  @Override
  protected final void completed(Completion done) {
    Throwable failure = done.failure();
    Object value = null;
    if (failure == null) {
      try {
        value = done.result();
      } catch (Throwable unexpected) {
        failure = unexpected;
      }
    }
    resume(done, value, failure);
  }

  /**
   * Asks this coroutine to stop: it meets a {@link CancellationException} at the suspension point
   * where it waits, or at its next one, and what it waits for is cancelled as well. Any thread.
   *
   * @return false if it was done, or asked before
   */
  @Override
  public final boolean cancel() {
    int seen;
    int next;
    do {
      seen = control;
      if (isDone() || (seen & CANCEL_REQUESTED) != 0) {
        return false;
      }
      next =
          (seen & SUSPENDED) == 0
              ? seen | CANCEL_REQUESTED | CANCEL_PENDING
              : (seen | CANCEL_REQUESTED) & ~SUSPENDED;
    } while (!CONTROL.compareAndSet(this, seen, next));
    if ((seen & SUSPENDED) != 0) {
      wakeCancelled();
    }
    return true;
  }

  private void wakeCancelled() {
    CancellationException cancellation;
    try {
      cancellation = new CancellationException("cancelled: " + this);
    } catch (Throwable unreadable) {
      cancellation = new CancellationException("the coroutine was cancelled");
    }
    wakeWith(cancellation);
  }

  private void wakeWith(Throwable failure) {
    Event event = slot == null ? (Operation) leaf : (Event) slot;
    slot = new Thrown(failure);
    try {
      if (event != null) {
        event.disarm(this);
      }
    } finally {
      dispatchOrFail();
    }
  }

  /**
   * Resumes this coroutine with {@code failure} if it is suspended, whether it has been cancelled
   * before or not: its scheduler ends.
   */
  protected final boolean interrupt(Throwable failure) {
    int seen = control;
    int next = (seen | CANCEL_REQUESTED) & ~(SUSPENDED | CANCEL_PENDING);
    if ((seen & SUSPENDED) == 0 || !CONTROL.compareAndSet(this, seen, next)) {
      return false;
    }
    wakeWith(failure);
    return true;
  }

  /**
   * Told, by who ran this, when it is suspended for the first time, before its event is armed;
   * perhaps more than once.
   */
  protected void suspendedFirst() {}

  /** Told, by who runs this, when it has been suspended and now is about to be done. */
  protected void ends() {}

  /** Starts this coroutine through its scheduler; a refusal fails it. */
  protected final void launch() {
    dispatchOrFail();
  }

  /** Whether the first step has begun. Exact for whoever runs this; for others, for looking. */
  public final boolean isStarted() {
    return slot == null || !(leaf instanceof Beginning); // after a yield, nothing else is looked at
  }

  /**
   * The frame to be resumed first, a {@link Beginning}, or null. While this runs, perhaps the one
   * that was resumed; only exact while suspended. For looking, not for acting.
   */
  public final @Nullable Frame leaf() {
    return leaf;
  }
}
