package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Coroutine} that sees to what is around its steps: the thread-locals of
 * others, which are put in place for each, and word to whoever observes coroutines. Nearly none has
 * either; the coroutine asks first whether any has ({@link ContextUse#aroundSteps}).
 */
abstract sealed class ContextualSteps extends Suspension permits Coroutine {

  // What a step begins with.
  static final int STEP = 0;
  static final int START = 1;
  static final int DRIVE = 2;

  ContextualSteps() {}

  /** What this has beside its frames; null if it has nothing. By who runs this. */
  public abstract @Nullable CoroutineLocals locals();

  /** The same, made if need be. By who runs this. */
  public abstract CoroutineLocals makeLocals();

  /** Makes a step of that sort; true if this yields. */
  abstract boolean make(int what, Carrier carrier);

  /** The name that this was given; null if none. For looking. Any thread. */
  public final @Nullable String name() {
    CoroutineLocals locals = locals();
    return locals == null ? null : locals.name();
  }

  /** What is known of this; null if it is not observed. Any thread. */
  public final @Nullable ObservedCoroutine observed() {
    CoroutineLocals locals = ownLocals();
    return locals == null ? null : locals.observed();
  }

  /** What this has of its own for those who have registered; null if its thread's will do. */
  public final @Nullable ThreadElements threadContext() {
    CoroutineLocals locals = ownLocals();
    return locals == null ? null : locals.thread();
  }

  private @Nullable CoroutineLocals ownLocals() {
    return this instanceof BlockingCoroutine ? null : locals();
  }

  /** A step of a coroutine that may be observed, or have thread-locals of its own. */
  final boolean inContext(int what, Carrier carrier) {
    ObservedCoroutine known = observed();
    if (known == null) {
      return inThreadContext(what, carrier);
    }
    known.runs(self());
    boolean yields = inThreadContext(what, carrier);
    if (yields) {
      tellOfPause();
    } else {
      known.stepEnds(self());
    }
    return yields;
  }

  private Coroutine self() {
    return (Coroutine) this;
  }

  /** Says that the first run of this is over, which whoever has made this has made as well. */
  public final void tellOfFirstRun() {
    ObservedCoroutine known = observed();
    if (known != null) {
      known.stepEnds(self());
    }
  }

  private boolean inThreadContext(int what, Carrier carrier) {
    ThreadElements own = threadContext();
    if (own == null) {
      return make(what, carrier);
    }
    ThreadElements before = own.exchange();
    try {
      boolean yields = make(what, carrier);
      if (yields) {
        keepThreadContext();
      }
      return yields;
    } finally {
      before.restore();
    }
  }

  /** To be called before anybody can wake this, or have it run again. */
  final void beforePause() {
    if (ContextUse.aroundSteps()) {
      keepThreadContext();
      tellOfPause();
    }
  }

  /** Keeps what the step has left in the thread, for the next one. */
  private void keepThreadContext() {
    ThreadElements own = threadContext();
    if (own != null) {
      makeLocals().thread(own.captureAgain());
    }
  }

  private void tellOfPause() {
    ObservedCoroutine known = observed();
    if (known != null) {
      known.pauses(self(), leaf, slot);
    }
  }

  /** Says that this runs on after all, though it was about to be suspended. */
  final void runsOn() {
    ObservedCoroutine known = ContextUse.aroundSteps() ? observed() : null;
    if (known != null) {
      known.runsOn(self());
    }
  }
}
