package dev.weft.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The half of a {@link Coroutine} that other threads have to do with: how it is suspended, woken
 * and cancelled. The coroutine states the protocol.
 *
 * <p>Whoever wins a wake-up has to see it through, so nothing that can fail stands between the
 * compare-and-set and the write of {@code slot}: what has to be made is made before. Where the
 * stack ends after that, the coroutine is left to others ({@link Stranded}).
 */
abstract sealed class Suspension extends Completion implements Runnable permits ContextualSteps {

  private static final VarHandle CONTROL;

  static {
    Thrown.prepare();
    Stranded.prepare();
    try {
      CONTROL = MethodHandles.lookup().findVarHandle(Suspension.class, "control", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int SUSPENDED = 1;
  private static final int CANCEL_REQUESTED = 2;

  /** Requested, and not met by the coroutine yet. */
  private static final int CANCEL_PENDING = 4;

  /** A scope that this has opened has failed: see {@link #takeInterruption}. */
  private static final int INTERRUPT_PENDING = 8;

  private static final int PENDING = CANCEL_PENDING | INTERRUPT_PENDING;

  /** Its scheduler has ended, or has refused it: there is nothing it could still wait for. */
  private static final int FORCED = 16;

  private static final int EPOCH_SHIFT = 5;
  private static final int EPOCH = 1 << EPOCH_SHIFT;

  /**
   * Before the first step: a {@link InitialFrame}, or null if a caller makes that step. Then where
   * to resume; null when done, or when the result is the root's own. While it runs it stays here,
   * see {@link Coroutine#resumeLeaf}.
   */
  @Nullable Frame leaf;

  /**
   * Before the first step: the body that the {@link InitialFrame} calls. While suspended: the event
   * waited for; null if that is the leaf itself, an {@link OperationFrame}. After a wake-up: the
   * value, or a {@link Thrown}; unchanged where an operation has the result.
   */
  @Nullable Object slot;

  /** SUSPENDED, CANCEL_ and INTERRUPT_ bits; above them the number of the suspension. */
  private volatile int control;

  Suspension() {}

  /**
   * Hands this coroutine to its scheduler, which calls {@link #run} soon. Any thread.
   *
   * @throws RuntimeException if the scheduler refuses; the coroutine then fails with it
   */
  protected abstract void dispatch();

  // ---- by who runs this ----

  /** Whether there is something that this is to meet at its next suspension point. */
  final boolean isAnythingPending() {
    return (control & PENDING) != 0;
  }

  /**
   * Whether the scheduler has ended, or has refused this: whoever waits for something to end before
   * it hands a failure on must not do so any more. By who runs this.
   */
  public final boolean isForcedOut() {
    return (control & FORCED) != 0;
  }

  /** Whether anybody has asked this to stop so far. Any thread. */
  public final boolean isCancelRequested() {
    return (control & CANCEL_REQUESTED) != 0;
  }

  /** Whether this has been asked to stop, and has met each request so far. By who runs this. */
  public final boolean hasMetCancellation() {
    return (control & (CANCEL_REQUESTED | CANCEL_PENDING)) == CANCEL_REQUESTED;
  }

  /** Says that this must not wait any more. */
  final void forceOut() {
    CONTROL.getAndBitwiseOr(this, FORCED);
  }

  /** How often this has been suspended, as far as it is told by its bits. For looking. */
  public final int suspensions() {
    return control >>> EPOCH_SHIFT;
  }

  /** Whether this has ever been suspended. */
  final boolean wasSuspended() {
    return control >>> EPOCH_SHIFT != 0;
  }

  /**
   * Becomes suspended, with the event in its place, unless something is pending.
   *
   * @return whether it is
   */
  final boolean becomeSuspended() {
    int seen = control;
    return (seen & PENDING) == 0 && CONTROL.compareAndSet(this, seen, (seen | SUSPENDED) + EPOCH);
  }

  /**
   * Takes what is pending: the failure of a scope, or else the cancellation. If there are both, the
   * cancellation is met at the next suspension point after.
   *
   * @return null if there is nothing to be met after all
   */
  final @Nullable Throwable takePending() {
    if ((control & INTERRUPT_PENDING) != 0) {
      CONTROL.getAndBitwiseAnd(this, ~INTERRUPT_PENDING);
      Throwable interruption = takeInterruption();
      if (interruption != null) {
        return interruption;
      }
    }
    if ((control & CANCEL_PENDING) == 0) {
      return null;
    }
    Throwable cancellation = Thrown.cancellation(this).failure;
    cancellationMet();
    return cancellation;
  }

  /** From here on another request to cancel is delivered by itself. */
  final void cancellationMet() {
    CONTROL.getAndBitwiseAnd(this, ~CANCEL_PENDING);
  }

  /**
   * The failure of a scope that this has opened and that it has not met yet; null if there is none.
   * By who runs this.
   */
  abstract @Nullable Throwable takeInterruption();

  /**
   * Puts a cancellation that this has met off to its next suspension point: something was handed
   * over to it at the same time, and that comes first.
   */
  public final void deferCancellation() {
    CONTROL.getAndBitwiseOr(this, CANCEL_PENDING);
  }

  /** The same for the failure of a scope, which it has {@linkplain OpenScope#unmeet not met}. */
  final void deferInterruption() {
    CONTROL.getAndBitwiseOr(this, INTERRUPT_PENDING);
  }

  // ---- by anybody ----

  /**
   * Wakes this coroutine if it is still suspended on {@code event}; a late call does nothing. Any
   * thread.
   *
   * @param value what the await returns
   * @param failure what the await throws instead, or null
   * @return whether this call woke it
   */
  public final boolean resume(Event event, @Nullable Object value, @Nullable Throwable failure) {
    if ((control & SUSPENDED) == 0) {
      return false;
    }
    StackReserve.ensure();
    boolean woken = resume(event, value, failure, null);
    Stranded.notice();
    return woken;
  }

  final boolean resume(
      Event event,
      @Nullable Object value,
      @Nullable Throwable failure,
      StackTraceElement @Nullable [] trace) {
    int seen = control;
    if ((seen & SUSPENDED) == 0 || !isSuspendedOn(event)) {
      return false;
    }
    Object delivered = failure == null ? value : Thrown.shared(failure, trace);
    return wake(seen, seen & ~SUSPENDED, delivered, false, null);
  }

  /**
   * Moves {@code control} and, if that wins, has this go on with what is delivered. Nothing is
   * called in between, nor where the stack has come to its end.
   *
   * @param disarms whether what this waits for has to be told that it waits no longer
   * @param failed the scope whose failure is delivered, or null
   */
  private boolean wake(
      int seen, int next, @Nullable Object delivered, boolean disarms, @Nullable OpenScope failed) {
    if (!CONTROL.compareAndSet(this, seen, next)) {
      return false;
    }
    if (failed != null) {
      failed.met = true; // this has been suspended since it was asked: nobody else can have met it
    }
    Event event = null;
    if (disarms) {
      event = slot == null ? (OperationFrame) leaf : (Event) slot;
    }
    if (slot != delivered) {
      slot = delivered;
    }
    try {
      disarmAndDispatch(event);
    } catch (StackOverflowError end) {
      synchronized (Stranded.LOCK) {
        Stranded.coroutines = new Object[] {this, event, Stranded.coroutines};
      }
    }
    return true;
  }

  /** Leaves it to others to dispatch this; for who has stack for this call, but not for that. */
  final void strand() {
    synchronized (Stranded.LOCK) {
      Stranded.coroutines = new Object[] {this, null, Stranded.coroutines};
    }
  }

  /** Wins the wake-up, which {@link #goOnWithResult} then has to see through. */
  final boolean claim(Event event) {
    int seen = control;
    return (seen & SUSPENDED) != 0
        && isSuspendedOn(event)
        && CONTROL.compareAndSet(this, seen, seen & ~SUSPENDED);
  }

  /**
   * Hands the coroutine, whose wake-up was won, to its scheduler. What it is woken with lies in the
   * operation that it was suspended on, which says so.
   */
  final void goOnWithResult() {
    try {
      dispatchOrRefuse();
    } catch (StackOverflowError end) {
      strand();
    }
  }

  private boolean isSuspendedOn(Event event) {
    Object known = slot;
    return known == event || (known == null && leaf == event);
  }

  /** Whether this is suspended on {@code event} now. Any thread. */
  final boolean waitsFor(Event event) {
    return (control & SUSPENDED) != 0 && isSuspendedOn(event);
  }

  /** What this is suspended on; null if it is not. For looking. Any thread. */
  public final @Nullable Object waitingFor() {
    if ((control & SUSPENDED) == 0) {
      return null;
    }
    Object known = slot;
    return known == null ? leaf : known;
  }

  /**
   * Which suspension this is in; 0 if it is not suspended. While two calls return the same, it has
   * not gone on, and its frames stand still. For looking. Any thread.
   */
  public final int suspension() {
    int seen = control;
    return (seen & SUSPENDED) != 0 ? seen : 0;
  }

  /**
   * Hands this to its scheduler; a refusal fails it.
   *
   * @throws StackOverflowError if there was too little stack for that; it is to be done again
   */
  final void dispatchOrRefuse() {
    try {
      dispatch();
    } catch (Throwable rejected) {
      refused(rejected);
    }
  }

  /** There is nowhere else to go: its finally blocks run on this thread, if it has the stack. */
  private void refused(Throwable rejected) {
    if (rejected instanceof StackOverflowError end && !Stranded.isRescuing()) {
      throw end;
    }
    if (slot instanceof Thrown thrown && thrown.cancels()) {
      cancellationMet(); // the refusal comes in its place
    }
    forceOut();
    if (leaf instanceof InitialFrame) {
      leaf = null; // the body is not called
    }
    slot = Thrown.own(rejected);
    ((Coroutine) this).run(Carrier.currentAsSoonAsThereIsMemory());
  }

  private void disarmAndDispatch(@Nullable Event event) {
    if (event != null) {
      try {
        event.disarm((Coroutine) this);
      } catch (StackOverflowError end) {
        throw end; // to be done again
      } catch (Throwable failure) {
        dispatchOrRefuse();
        throw failure;
      }
    }
    dispatchOrRefuse();
  }

  /** Wakes this coroutine with what it awaited. */
  @Override
  protected final void completed(Completion done) {
    FailedOutcome failed = done.failed();
    if (failed != null) {
      boolean unused = resume(done, null, failed.heard(), failed.trace());
    } else {
      boolean unused = resume(done, done.value(), null, null);
    }
  }

  /**
   * Asks this coroutine to stop: it meets a {@link CancellationException} at the suspension point
   * where it waits, or at its next one, and what it waits for is cancelled as well unless somebody
   * else waits for it. Asked again after it has met that, it meets another. Any thread.
   *
   * @return false if it was done
   */
  @Override
  public final boolean cancel() {
    return cancel(0);
  }

  /** {@link #cancel}, unless it has been asked before. Any thread. */
  @Override
  public final boolean cancelOnce() {
    return cancel(CANCEL_REQUESTED);
  }

  /**
   * Asks this to stop.
   *
   * @param unless nothing is done if one of these bits is set
   */
  private boolean cancel(int unless) {
    if (isDone()) {
      return false;
    }
    StackReserve.ensure();
    boolean accepted = requestCancellation(unless);
    Stranded.notice();
    return accepted;
  }

  private boolean requestCancellation(int unless) {
    Thrown cancellation = null;
    while (true) {
      int seen = control;
      if (isDone() || (seen & unless) != 0) {
        return false;
      }
      if ((seen & CANCEL_PENDING) != 0) {
        return true; // that one has not been met, and stands for both
      }
      int next = (seen | CANCEL_REQUESTED | CANCEL_PENDING) & ~SUSPENDED;
      if ((seen & SUSPENDED) == 0) {
        if (CONTROL.compareAndSet(this, seen, next)) {
          return true;
        }
      } else {
        cancellation = cancellation == null ? Thrown.cancellation(this) : cancellation;
        if (wake(seen, next, cancellation, true, null)) {
          return true;
        }
      }
    }
  }

  /**
   * Has this coroutine meet the failure of {@code scope}, which it has opened, where it waits or at
   * its next suspension point; not if it has met it by then. Any thread.
   */
  public final void interruptFor(OpenScope scope) {
    Thrown delivered = Thrown.shared(Objects.requireNonNull(scope.failure()), null);
    StackReserve.ensure();
    while (!isDone() && !scope.isMet()) {
      int seen = control;
      if ((seen & SUSPENDED) == 0) {
        if (CONTROL.compareAndSet(this, seen, seen | INTERRUPT_PENDING)) {
          break;
        }
      } else if (!scope.isMet() && wake(seen, seen & ~SUSPENDED, delivered, true, scope)) {
        break;
      }
    }
    Stranded.notice();
  }

  /**
   * Resumes this coroutine with {@code failure} if it is suspended, whether it has been cancelled
   * before or not: its scheduler ends.
   */
  protected final boolean interrupt(Throwable failure) {
    Thrown delivered = Thrown.own(failure);
    int seen = control;
    int next = (seen | CANCEL_REQUESTED | FORCED) & ~(SUSPENDED | CANCEL_PENDING);
    return (seen & SUSPENDED) != 0 && wake(seen, next, delivered, true, null);
  }

  /** Starts this coroutine through its scheduler; a refusal fails it. */
  protected final void launch() {
    dispatchOrRefuse();
  }

  /** Whether the first step has begun. Exact for whoever runs this; for others, for looking. */
  public final boolean isStarted() {
    return slot == null
        || !(leaf instanceof InitialFrame); // after a yield, nothing else is looked at
  }

  /**
   * The frame to be resumed first, a {@link InitialFrame}, or null. While this runs, perhaps the
   * one that was resumed; only exact while suspended. For looking, not for acting.
   */
  public final @Nullable Frame leaf() {
    return leaf;
  }
}
