package dev.weft.internal.engine;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that suspends only to hand out elements: it needs neither a scheduler nor a wake-up,
 * since whoever asks for an element runs it up to the next one. Its subclass has the type of the
 * language, {@code Generator}. Confined to one thread at a time.
 *
 * @hidden
 */
public abstract class GeneratorState {

  /**
   * Thrown at the emit where a generator is suspended when it is closed; nobody should catch it.
   */
  private static final class Closed extends Error {
    private static final long serialVersionUID = 1;

    Closed() {
      super("the generator was closed", null, false, false);
    }
  }

  // Numbers, not an enum: each element changes the state three times, and the garbage collector
  // would be told each time.

  /** Was resumed before, and may be resumed at {@link #leaf} again. */
  private static final int SUSPENDED = 0;

  private static final int RUNNING = 1;

  /** An element is waiting in {@link #carrier} to be taken. */
  private static final int READY = 2;

  private static final int DONE = 3;

  /** Has not begun; there is no {@link #carrier} yet. */
  private static final int NEW = 4;

  /** How often a generator that is closed may catch that it must not emit. */
  private static final int MOST_EMITS = 100;

  private @Nullable Carrier carrier;
  private @Nullable Frame leaf;
  private int state = NEW;

  /** What this has inherited, and made of it since; null if nothing. */
  private @Nullable ContextSnapshot context = ContextSnapshot.take();

  /**
   * One that has not begun.
   *
   * @param notStarted holds the call's arguments; null for a generator without elements
   */
  protected GeneratorState(@Nullable Frame notStarted) {
    leaf = notStarted;
    if (notStarted == null) {
      state = DONE;
    }
  }

  /** Whether there is another element; computes it. */
  protected final boolean hasNextElement() {
    return state == SUSPENDED ? advance() : hasNextUnlessSuspended();
  }

  private boolean hasNextUnlessSuspended() {
    if (state == RUNNING) {
      throw new IllegalStateException("the generator asks itself for its next element");
    }
    if (state == NEW) {
      carrier = Carrier.forGenerator();
      return advance();
    }
    return state == READY;
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   */
  protected final @Nullable Object nextElement() {
    if (state != READY && !hasNextElement()) {
      throw new NoSuchElementException();
    }
    state = SUSPENDED;
    return own().takeEmitted();
  }

  /** Ends the generator early: its finally blocks run on this thread. */
  protected final void end() {
    if (state == RUNNING) {
      throw new IllegalStateException("the generator closes itself");
    }
    if (state == DONE) {
      return;
    }
    if (state == NEW) {
      finish();
      return;
    }
    if (state == READY) {
      var unused = own().takeEmitted();
    }
    var closed = new Closed();
    own().deliver(closed);
    try {
      if (advance()) {
        refuseToEmit();
      }
    } catch (Closed expected) {
      if (expected != closed) {
        throw expected;
      }
    }
  }

  /**
   * A finally block has emitted an element that nobody asks for. It meets an exception there, so
   * that the rest of it and all others run; who closes this is told in any case.
   */
  private void refuseToEmit() {
    IllegalStateException refusal = null;
    for (int i = 0; i < MOST_EMITS; i++) {
      var unused = own().takeEmitted();
      var next = new IllegalStateException("the generator emitted an element while it was closed");
      refusal = refusal == null ? next : refusal;
      own().deliver(next);
      if (!advance()) {
        throw refusal;
      }
    }
    finish();
    throw new IllegalStateException(
        "the generator was abandoned while it was closed: it caught "
            + MOST_EMITS
            + " refusals and went on to emit");
  }

  /** The carrier, once this has begun. */
  private Carrier own() {
    return Objects.requireNonNull(carrier);
  }

  /** Runs to the next emit or to the end; false at the end. */
  private boolean advance() {
    if (ContextUse.isAny()) {
      return advanceInContext();
    }
    boolean more = advanceHere();
    if (ContextUse.ofValues()) { // this is the first to use them
      context = ContextSnapshot.swap(null, Carrier.current());
    }
    return more;
  }

  /** Whoever asks for an element has a context of his own. */
  private boolean advanceInContext() {
    Carrier running = Carrier.current();
    ContextSnapshot before = ContextSnapshot.swap(context, running);
    try {
      return advanceHere();
    } finally {
      context = ContextSnapshot.swap(before, running);
    }
  }

  private boolean advanceHere() {
    Carrier own = own();
    Frame first = Objects.requireNonNull(leaf);
    state = RUNNING;
    int how = Driver.resumeLeaf(first, own);
    if (how == Unwinding.ELEMENT) { // alone, and filled again
      own.unwinding = Unwinding.NOT;
      state = READY;
      return true;
    }
    return advance(how, first, own);
  }

  /**
   * {@link #advance()}, after its first frame was resumed, when there is more to do than to hand
   * out an element. Apart, so that where elements are asked for only what most of them need is
   * compiled in.
   */
  private boolean advance(int firstHow, Frame first, Carrier own) {
    Frame next = first;
    int how = Driver.resumeCallers(firstHow, first, own);
    while (how != Unwinding.NOT) {
      next = own.takeChain(how, next);
      if (emits(how, next, own)) {
        leaf = next;
        state = READY;
        return true;
      }
      how = Driver.resumeFrom(next, own);
    }
    finish();
    own.takeVoid(); // throws what the method threw
    return false;
  }

  /** Whether a generator has suspended to hand out an element; else it is to go on. */
  private static boolean emits(int how, @Nullable Frame chain, Carrier own) {
    if (Unwinding.has(how, Unwinding.EMITS)) {
      return true;
    }
    if (Unwinding.has(how, Unwinding.WAITS)) {
      var unused = own.takeEvent(how, chain); // NO_WAIT: the stack was too deep
    } else {
      own.deliver(new IllegalStateException(Carrier.IN_GENERATOR)); // it yielded
    }
    return false;
  }

  private void finish() {
    state = DONE;
    leaf = null;
  }

  /**
   * Becomes part of the generator that {@code outer} runs.
   *
   * @hidden
   */
  public final void delegate(Carrier outer) {
    if (!outer.isGenerator()) {
      outer.suspendToEmit(null); // throws
    }
    if (state == RUNNING) {
      throw new IllegalStateException("the generator emits itself");
    }
    Frame rest = leaf;
    boolean ready = state == READY;
    finish();
    if (ready) { // it has been asked for already: as if it were emitted now
      outer.suspendToEmit(own().takeEmitted());
    }
    if (rest != null) {
      outer.suspendInto(ContextUse.ofValues() ? inContext(rest) : rest);
    }
  }

  /** The rest of this is run by another generator, in its steps, and yet has its own values. */
  private Frame inContext(Frame rest) {
    Carrier running = Carrier.current();
    Object own = context == null ? null : context.values();
    Object outer = ContextSnapshot.bind(own, running);
    if (own != outer) {
      Frame root = rest;
      while (root.parent != null) {
        root = root.parent;
      }
      root.parent = new BoundFrame(outer);
    }
    return rest;
  }
}
