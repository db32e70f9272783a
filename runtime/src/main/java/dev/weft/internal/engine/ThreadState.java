package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a thread that runs coroutines: which one that is, out of which queue, and what waits
 * for its turn. The half of a {@link Carrier} that woven code has no part in.
 *
 * <p>A coroutine that a queue's loop runs is not noted, since that would be a reference to write
 * for each step: the queue knows it. One that is run by anything else is {@linkplain #enter
 * entered}.
 *
 * <p>Confined to its thread.
 */
public abstract sealed class ThreadState permits CallResult {

  /**
   * What the driver's own calls take, in words of stack, where one coroutine runs inside another.
   */
  private static final int NESTED = 200;

  /** As many coroutines inside one another are never too many, whatever woven calls may use. */
  private static final int NEVER_DEEP = 20 * NESTED;

  /** The running coroutine; null if there is none, or if {@link #queue} knows. */
  private @Nullable Coroutine coroutine;

  /** The queue whose steps this thread runs, one after the other, or has run last. */
  private @Nullable RunQueue queue;

  /** Whether it does so now. Apart, since it begins and ends more often than the queue changes. */
  private boolean runsQueue;

  private @Nullable String nonBlocking;

  /** The ordinary method that is being called in the place of a woven one, for messages. */
  private @Nullable String ordinaryCall;

  /** What ordinary code on this thread has; null if that is nothing. */
  private @Nullable CoroutineLocals locals;

  private final Trampoline turns = new Trampoline();

  /** Whether something may have been put off in {@link #turns}, which each step would ask. */
  private boolean putOff;

  /** Whether, since {@link #runFrom}, anything was entered or put off. */
  private boolean disturbed;

  /** How many words of stack the coroutines take that run below the running one, about. */
  private int used;

  /** For {@link Carrier}. */
  ThreadState() {}

  /** The coroutine that this thread runs, or null. */
  public @Nullable Coroutine coroutine() {
    Coroutine entered = coroutine;
    return entered != null ? entered : ofQueue();
  }

  /**
   * Throws what is pending for the running coroutine, its cancellation or the failure of a scope
   * that it has opened; does nothing in ordinary code.
   */
  public void meetPending() {
    Coroutine running = coroutine();
    if (running != null) {
      try {
        running.meetPending();
      } catch (Throwable pending) {
        throw SneakyThrow.sneaky(pending);
      }
    }
  }

  /** Whether a coroutine runs that must not wait any more: see {@link Suspension#isForcedOut}. */
  public boolean isForcedOut() {
    Coroutine running = coroutine();
    return running != null && running.isForcedOut();
  }

  /** Whether the running coroutine has met a request to itself: see {@link Coroutine}. */
  public boolean isOwnCancellation(Throwable met) {
    Coroutine running = coroutine();
    return running != null && running.isOwnCancellation(met);
  }

  /**
   * Whether {@code met} is that, or the failure of a scope that the running coroutine has opened.
   */
  public boolean isFromOutside(Throwable met) {
    Coroutine running = coroutine();
    return running != null && (running.isOwnCancellation(met) || running.isFailureOfScope(met));
  }

  /**
   * {@link #coroutine()} for another thread, which may see what was true a moment ago. The heap is
   * as it should be wherever the JVM lets a thread be looked at, so whoever takes the stack of this
   * thread between two such looks that agree knows whose stack it is.
   */
  final @Nullable Coroutine seenCoroutine() {
    Coroutine entered = coroutine;
    RunQueue steps = queue;
    return entered != null || !runsQueue || steps == null ? entered : steps.seenCoroutine();
  }

  /** What the running coroutine, or else ordinary code, has beside its frames; null if nothing. */
  public @Nullable CoroutineLocals locals() {
    Coroutine running = coroutine();
    return running == null ? locals : running.locals();
  }

  /** The same, made if need be. */
  public CoroutineLocals makeLocals() {
    Coroutine running = coroutine();
    return running == null ? makeLocalsOfThread() : running.makeLocals();
  }

  @Nullable CoroutineLocals localsOfThread() {
    return locals;
  }

  CoroutineLocals makeLocalsOfThread() {
    CoroutineLocals known = locals;
    if (known == null) {
      known = new OfThread((Carrier) this);
      locals = known;
    }
    return known;
  }

  /** Keeps the carrier, and so itself, for as long as somebody holds this. */
  private static final class OfThread extends CoroutineLocals {
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Carrier carrier;

    OfThread(Carrier carrier) {
      super(null);
      this.carrier = carrier;
    }
  }

  private @Nullable Coroutine ofQueue() {
    return runsQueue ? Objects.requireNonNull(queue).coroutine() : null;
  }

  /** Makes {@code next} the running coroutine; returns the one to give back to {@link #leave}. */
  public @Nullable Coroutine enter(Coroutine next) {
    Coroutine outer = coroutine();
    coroutine = next;
    disturbed = true;
    if (outer != null) {
      used += NESTED;
    }
    return outer;
  }

  /** Ends what {@link #enter} began; the outermost runs what was put off in between. */
  public void leave(@Nullable Coroutine outer) {
    coroutine = ofQueue() == outer ? null : outer;
    if (outer != null) {
      used -= NESTED;
    } else {
      if (putOff) {
        turns.drain((Carrier) this);
        putOff = turns.isAny();
      }
      Stranded.notice();
    }
  }

  /**
   * Says that a coroutine has used some of its stack where another one begins inside it; to be
   * taken back by a negative number.
   */
  public void useStack(int words) {
    used += words;
  }

  /** How many words of stack a coroutine that begins here may use. */
  public int room() {
    return Math.max(0, Carrier.MAX_DEPTH - used);
  }

  /**
   * Whether so many coroutines run inside one another on this thread that another one had better
   * begin {@linkplain #runOnTrampoline in turn}, when the outermost pauses.
   */
  public boolean isDeep() {
    return used > NEVER_DEEP && used > Carrier.MAX_DEPTH;
  }

  /** {@link #leave} and {@link #enter} in one, for the outermost. */
  void enterNext(Coroutine next) {
    if (putOff) {
      leave(null);
    }
    if (coroutine != next) {
      coroutine = next;
    }
  }

  /**
   * Begins to run the steps of {@code steps}: from now on its {@linkplain RunQueue#current current
   * one} is what this thread runs, without being told. Called where no coroutine runs, so nested
   * runs are over, or pause, when another begins.
   */
  public void runFrom(RunQueue steps) {
    if (queue != steps) {
      queue = steps;
    }
    if (!runsQueue) {
      runsQueue = true;
    }
  }

  /**
   * Whether a step has left behind what {@link #endRun} has to see to before the next one, in which
   * case that is to be called with the same queue.
   */
  public boolean isDisturbed() {
    return disturbed;
  }

  /**
   * Ends what {@link #runFrom} began, and runs what was put off.
   *
   * @param next the queue whose steps are run from now on; null if none
   */
  public void endRun(@Nullable RunQueue next) {
    runsQueue = false;
    leave(null);
    disturbed = putOff;
    if (next != null) {
      runFrom(next);
    }
  }

  /** Lets go of the queue that was run last: nobody may ever run it again. */
  public void forgetQueue() {
    if (!runsQueue) {
      queue = null;
    }
  }

  /**
   * Runs {@code step} now, or, inside a coroutine, when the outermost one on this thread pauses.
   * What it throws is thrown here only if it runs now; later, it goes to the thread's handler of
   * uncaught exceptions.
   */
  public void runOnTrampoline(Runnable step) {
    if (turns.run(step, coroutine() != null, (Carrier) this)) {
      putOff = true;
      disturbed = true;
    }
  }

  /** Runs what {@link #runOnTrampoline} put off; called before this thread blocks. */
  public void runLater() {
    turns.runLater((Carrier) this);
    putOff = turns.isAny();
  }

  /**
   * Cancels {@code awaited} if nobody waits for it, after what is being cancelled on this thread: a
   * chain may be long.
   */
  void cancelOnTrampoline(Completion awaited) {
    turns.cancel(awaited);
  }

  /** Declares that the current thread serves others and must never block. */
  public void forbidBlocking(String thread) {
    nonBlocking = thread;
  }

  /** Notes which ordinary method is called in the place of a woven one; returns the former. */
  public @Nullable String noteOrdinaryCall(@Nullable String call) {
    String outer = ordinaryCall;
    ordinaryCall = call;
    return outer;
  }

  /** The ordinary method that is being called in the place of a woven one, or null. */
  @Nullable String ordinaryCall() {
    return ordinaryCall;
  }

  /** Whether this thread may block: it is not that of an event loop. */
  public boolean mayBlock() {
    return nonBlocking == null;
  }

  /**
   * Checks that this thread may block.
   *
   * @param what what would block, for the message
   * @throws IllegalStateException on the thread of an event loop
   */
  public void checkMayBlock(String what) {
    checkMayBlock(what, "");
  }

  /** {@link #checkMayBlock(String)} whose message ends with what to do. */
  public void checkMayBlock(String what, String advice) {
    if (nonBlocking != null) {
      String message = what + " would block " + nonBlocking + ", which must never block";
      throw new IllegalStateException(message + advice);
    }
  }
}
