package dev.weft.internal.engine;

import dev.weft.internal.util.UncaughtExceptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A result that arrives once, and those who wait for it.
 *
 * <h2>Protocol</h2>
 *
 * One field, {@code outcome}, holds everything:
 *
 * <table>
 * <caption>Values of {@code outcome}</caption>
 * <tr><td>null</td><td>pending, nobody waits</td></tr>
 * <tr><td>a {@link Waiter}</td><td>pending, one waits (no node is allocated)</td></tr>
 * <tr><td>a {@link WaiterList}</td><td>pending, several wait; newest first</td></tr>
 * <tr><td>a {@link WaiterSet}</td><td>pending, many waited when one gave up</td></tr>
 * <tr><td>anything else</td><td>done: {@link Done#NULL}, a {@link FailedOutcome}, a {@link Boxed} value, or the value itself</td></tr>
 * </table>
 *
 * Waiters are added and removed by compare-and-set; the first outcome replaces them by
 * compare-and-set too, and whoever replaced them tells them, first come first served. The volatile
 * write of the outcome publishes the result. Whoever has no stack left to tell them leaves that to
 * others ({@link Stranded}); so one may be told twice, but not of two outcomes.
 */
public abstract class Completion extends Waiter implements Event {

  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Completion.class, "outcome", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See the protocol above. */
  private volatile @Nullable Object outcome;

  private enum Done {
    NULL
  }

  private record Boxed(Object value) {}

  /**
   * One that fails must not keep the others from being told.
   *
   * @throws StackOverflowError if there was too little stack; it is to be told again
   */
  static void tell(Waiter waiter, Completion done) {
    try {
      waiter.completed(done);
    } catch (StackOverflowError end) {
      throw end;
    } catch (Throwable failure) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  /** For subclasses. */
  protected Completion() {}

  private static boolean isPending(@Nullable Object outcome) {
    return outcome == null || outcome instanceof Waiter;
  }

  /** Whether a result or failure is there. Any thread. */
  public final boolean isDone() {
    return !isPending(outcome);
  }

  /** The failure, or null when pending or completed with a value. Any thread. */
  public final @Nullable Throwable failure() {
    FailedOutcome failed = failed();
    return failed == null ? null : failed.heard();
  }

  /** How this failed; null when pending or completed with a value. */
  final @Nullable FailedOutcome failed() {
    return outcome instanceof FailedOutcome failed ? failed : null;
  }

  /** {@link #failure} for looking: nobody has heard of the failure by it. Any thread. */
  public final @Nullable Throwable peekFailure() {
    FailedOutcome failed = failed();
    return failed == null ? null : failed.cause();
  }

  /** Whether this ended by cancellation. Any thread. */
  public final boolean isCancelled() {
    return peekFailure() instanceof CancellationException;
  }

  /**
   * The result.
   *
   * @throws IllegalStateException if pending
   * @throws Throwable what this failed with, as it is
   */
  public final @Nullable Object result() throws Throwable {
    Object done = outcome;
    if (isPending(done)) {
      throw new IllegalStateException("not done yet: " + this);
    }
    if (done instanceof FailedOutcome failed) {
      throw thrown(failed.heard());
    }
    return value(done);
  }

  /** {@code failure}, which is about to be thrown in what this thread runs. */
  public static Throwable thrown(Throwable failure) {
    CoroutineLocals locals = Carrier.current().locals();
    if (locals != null) {
      locals.thrown(failure);
    }
    return failure;
  }

  /** The value that this, which is known to have succeeded, was completed with. Any thread. */
  public final @Nullable Object value() {
    return value(outcome);
  }

  private static @Nullable Object value(@Nullable Object done) {
    if (done == Done.NULL) {
      return null;
    }
    return done instanceof Boxed boxed ? boxed.value : done;
  }

  /** Completes with a value unless done already; true if this call did it. Any thread. */
  protected final boolean complete(@Nullable Object value) {
    return settle(asOutcome(value), false);
  }

  /** {@link #complete} for a step, at whose end what is {@link Stranded} is noticed. */
  final void completeInStep(@Nullable Object value) {
    boolean unused = settle(asOutcome(value), true);
  }

  /**
   * {@link #complete} for what no other thread knows yet: nobody can come first or wait, so no
   * atomic operation is needed. If somebody does all the same, it is what {@code complete} is.
   */
  protected final void completeUnshared(@Nullable Object value) {
    if (OUTCOME.get(this) == null) {
      OUTCOME.setRelease(this, asOutcome(value));
    } else {
      boolean unused = complete(value);
    }
  }

  private static Object asOutcome(@Nullable Object value) {
    if (value == null) {
      return Done.NULL;
    }
    boolean ambiguous =
        value instanceof Waiter || value instanceof FailedOutcome || value instanceof Boxed;
    return ambiguous || value == Done.NULL ? new Boxed(value) : value;
  }

  /** Completes with a failure unless done already; true if this call did it. Any thread. */
  protected final boolean fail(Throwable failure) {
    return fail(failure, null, false);
  }

  /**
   * {@link #fail} for a step, at whose end what is {@link Stranded} is noticed.
   *
   * @param trace the failure's stack trace, if it has been looked at
   */
  final void failInStep(Throwable failure, StackTraceElement @Nullable [] trace) {
    boolean unused = fail(failure, trace, true);
  }

  private boolean fail(Throwable failure, StackTraceElement @Nullable [] trace, boolean inStep) {
    if (!inStep) {
      StackReserve.ensure();
    }
    FailedOutcome failed = FailedOutcome.of(failure, trace);
    UnobservedFailure unheard = null;
    Object seen;
    do {
      seen = outcome;
      if (!isPending(seen)) {
        return false;
      }
      boolean nobody = seen == null || seen instanceof WaiterSet; // which all may have left
      if (nobody && unheard == null && reportsUnobservedFailure() && failed.cause() == failure) {
        unheard = UnobservedFailure.of(this, failure);
        if (unheard != null) {
          failed.expectToBeHeard(unheard);
        }
      }
    } while (!OUTCOME.compareAndSet(this, seen, failed));
    boolean told = seen != null;
    if (seen instanceof Waiter waiters) {
      try {
        told = tellOf(waiters);
      } catch (StackOverflowError end) {
        synchronized (Stranded.LOCK) { // no call from here on
          Stranded.waiters = new Object[] {waiters, this, Stranded.waiters};
        }
      }
    }
    if (!told && unheard != null) {
      unheard.watch();
    }
    if (!inStep) {
      Stranded.notice();
    }
    return true;
  }

  /** Tells those who waited; false if there was nobody. */
  private boolean tellOf(Waiter waiters) {
    if (waiters instanceof WaiterSet crowd) {
      return crowd.tellAll(this);
    }
    tell(waiters, this);
    return true;
  }

  /** Whether a failure that nobody ever hears of is to be reported. */
  protected boolean reportsUnobservedFailure() {
    return false;
  }

  private boolean settle(Object done, boolean inStep) {
    if (!inStep) {
      StackReserve.ensure();
    }
    Object seen;
    do {
      seen = outcome;
      if (!isPending(seen)) {
        return false;
      }
    } while (!OUTCOME.compareAndSet(this, seen, done));
    if (seen instanceof Waiter waiters) {
      try {
        tell(waiters, this);
      } catch (StackOverflowError end) {
        synchronized (Stranded.LOCK) {
          Stranded.waiters = new Object[] {waiters, this, Stranded.waiters};
        }
      }
    }
    if (!inStep) {
      Stranded.notice();
    }
    return true;
  }

  /** Tells {@code waiter} when this is done; at once, on this thread, if it is already. */
  public final void subscribe(Waiter waiter) {
    Object seen;
    Object next;
    do {
      seen = outcome;
      if (!isPending(seen)) {
        waiter.completed(this);
        return;
      }
      if (seen instanceof WaiterSet crowd && crowd.add(waiter)) {
        return;
      }
      next = seen == null ? waiter : new WaiterList(waiter, (Waiter) seen);
    } while (seen instanceof WaiterSet || !OUTCOME.compareAndSet(this, seen, next));
  }

  /** Forgets {@code waiter} if it still waits. */
  public final void unsubscribe(Waiter waiter) {
    Object seen;
    do {
      seen = outcome;
      if (seen instanceof WaiterSet crowd) {
        crowd.remove(waiter);
        return;
      }
    } while (seen instanceof Waiter waiters
        && WaiterList.contains(waiters, waiter)
        && !OUTCOME.compareAndSet(this, seen, WaiterList.without(waiters, waiter)));
  }

  @Override
  public final void arm(Coroutine coroutine) {
    subscribe(coroutine);
    if (!coroutine.waitsFor(this)) {
      armAgain(coroutine);
    }
  }

  /**
   * The coroutine was woken, or cancelled before it had subscribed: it must not stay. It may wait
   * again by now, for the same, and must stay then; what it has said itself may be undone here, so
   * it is said again.
   */
  private void armAgain(Coroutine coroutine) {
    do {
      unsubscribe(coroutine);
      if (!coroutine.waitsFor(this)) {
        return;
      }
      subscribe(coroutine); // tells it at once if this is done by now
    } while (!isDone() && !coroutine.waitsFor(this));
  }

  /** Forgets the coroutine and cancels what nobody waits for any more. */
  @Override
  public final void disarm(Coroutine coroutine) {
    giveUp(coroutine);
  }

  @Override
  public final void notArmed(Coroutine coroutine) {
    giveUp(coroutine);
  }

  /**
   * Asks whatever computes this to stop; it may take its time, and may even succeed. Any thread.
   *
   * @return false if it was done already
   */
  public abstract boolean cancel();

  /**
   * {@link #cancel} for those who only pass a cancellation on: does nothing if this was asked
   * before, so that its finally blocks are not cut short. Any thread.
   *
   * @return false if it was done already, or asked
   */
  public boolean cancelOnce() {
    return cancel();
  }

  /**
   * Passes on the cancellation of one who has waited for this, and no longer does: it is asked to
   * stop unless somebody else waits. Who comes just then may find that it has been. Any thread.
   */
  public final void cancelUnlessAwaited() {
    if (!isAwaited()) {
      boolean unused = cancelOnce();
    }
  }

  /**
   * Forgets {@code waiter}, who has been cancelled, and cancels this if nobody else waits for it.
   */
  public final void giveUp(Waiter waiter) {
    if (!isDone()) {
      unsubscribe(waiter);
      Carrier.current().cancelOnTrampoline(this);
    }
  }

  /** Whether somebody waits for this. Any thread. */
  final boolean isAwaited() {
    Object seen = outcome;
    return seen instanceof WaiterSet crowd ? !crowd.isEmpty() : seen instanceof Waiter;
  }
}
