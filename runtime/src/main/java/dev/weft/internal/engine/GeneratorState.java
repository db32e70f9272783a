package dev.weft.internal.engine;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that suspends only to hand out elements: it needs neither a scheduler nor a wake-up,
 * since whoever asks for an element runs it up to the next one. Its subclass has the type of the
 * language, {@code Generator}. Confined to one thread at a time.
 *
 * <p>There are two ways to run one:
 *
 * <ul>
 *   <li><em>Alone</em>. The frame of the generator's method is the generator itself, a subclass
 *       that the weaver has made, and has no callees. Its step calls the resumed body without a
 *       carrier, and {@link #emitHere} leaves the element here. No driver has a part in it, so that
 *       the JVM may compile all of it into the loop that asks.
 *   <li><em>Driven</em>. There is a chain of frames: the method has called others that emit, or
 *       emits another generator's elements, or is made by hand. The driver resumes the {@link
 *       #leaf} with a {@link #carrier} of the generator's own, where the element is left.
 * </ul>
 *
 * A generator begins alone if it can, is driven once its method needs a carrier, and goes on alone
 * when its own frame is the leaf again. One that is closed, or has a context, is driven.
 *
 * <p>An object of this class may also be a mere frame: that of a generator method that another
 * generator has called in order to emit all of its elements. Then what is said here is not used.
 *
 * @hidden
 */
public abstract class GeneratorState extends Frame {

  // Numbers, not an enum: each element changes the status three times, and the garbage collector
  // would be told each time.

  /** At the end; or this is a mere frame. */
  private static final int DONE = 0;

  /** Suspended or not begun; this is the leaf, and no failure waits for it. */
  private static final int ALONE = 1;

  /** Runs without a carrier. */
  private static final int RUNNING_ALONE = 2;

  /** {@link #element} is waiting to be taken. */
  private static final int READY_ALONE = 3;

  /** Suspended at {@link #leaf}; or not begun, and there is no {@link #carrier} yet. */
  private static final int SUSPENDED = 4;

  /** Runs with its carrier. */
  private static final int RUNNING = 5;

  /** An element is waiting in {@link #carrier} to be taken. */
  private static final int READY = 6;

  /** The same, and the frame that is to be resumed then is this: it goes on alone. */
  private static final int READY_AND_LEAF = 7;

  private int status;
  private @Nullable Object element;
  private @Nullable Carrier carrier;
  private @Nullable Frame leaf;

  /** What this has inherited, and made of it since; null if nothing. */
  private @Nullable ContextSnapshot context;

  /**
   * A frame that the weaver has made the class of. In the constructor, which the JVM always
   * compiles in, and not in a method, which it may not.
   *
   * @param isGenerator whether it is a generator, which holds the arguments of a call, and not a
   *     mere frame
   */
  protected GeneratorState(boolean isGenerator) {
    if (isGenerator) {
      status = ALONE;
      context = ContextSnapshot.take();
    }
  }

  /**
   * One that is driven and has not begun.
   *
   * @param notStarted holds the call's arguments; null for a generator without elements
   * @hidden
   */
  protected GeneratorState(@Nullable Frame notStarted) {
    leaf = notStarted;
    status = notStarted == null ? DONE : SUSPENDED;
    context = ContextSnapshot.take();
  }

  // ---- alone: what the weaver's subclasses call ----

  /** Whether this may be resumed alone, which then begins; else {@link #hasNextElement} tells. */
  protected final boolean beginsStep() {
    if (status != ALONE || ContextUse.isAny()) {
      return false;
    }
    status = RUNNING_ALONE;
    return true;
  }

  /**
   * Leaves an element here, which the body that has been resumed alone emits. The body returns at
   * once.
   */
  protected final void emitHere(@Nullable Object emitted) {
    element = emitted;
    status = READY_ALONE;
  }

  /**
   * Ends what {@link #beginsStep} began, after a body has returned that never needs a carrier.
   *
   * @return whether there is an element
   */
  protected final boolean endsStep() {
    if (ContextUse.ofValues()) { // the body is the first to use them
      context = ContextSnapshot.swap(null, Carrier.current());
    }
    return status == READY_ALONE;
  }

  /** {@link #endsStep}, after a body that may have needed a carrier. */
  protected final boolean endsStepOrIsDriven() {
    if (status != RUNNING) { // it did not, or has ended
      return endsStep();
    }
    leaf = this;
    boolean more = advanced(own().unwinding, this, own());
    if (ContextUse.ofValues()) {
      context = ContextSnapshot.swap(null, Carrier.current());
    }
    return more;
  }

  /**
   * Ends this, whose body is about to return for the last time; or does nothing to a mere frame.
   *
   * <p>Of six bytes. A longer method that is called once for a thousand elements is not compiled
   * in, and the JVM would have to keep the generator in memory for its call. As it is, it can take
   * apart a generator that is made and used up in one method.
   */
  protected final void endHere() {
    status = DONE;
  }

  /**
   * Ends what {@link #beginsStep} began, after the body has thrown.
   *
   * @return {@code thrown}
   */
  protected final Throwable failedStep(Throwable thrown) {
    finish();
    return MissingParts.explain(thrown);
  }

  /**
   * The carrier of this, which runs alone: from now on it is driven.
   *
   * @hidden
   */
  protected final Carrier driven() {
    status = RUNNING;
    return own();
  }

  /** Lets go of all that this keeps as a frame. */
  protected void clear() {}

  // ---- what its user asks ----

  /** Whether there is another element; computes it. */
  protected final boolean hasNextElement() {
    return status == SUSPENDED ? advance() : hasNextUnlessSuspended();
  }

  private boolean hasNextUnlessSuspended() {
    return switch (status) {
      case ALONE -> advanceFromAlone();
      case RUNNING_ALONE, RUNNING ->
          throw new IllegalStateException("the generator asks itself for its next element");
      case DONE -> false;
      default -> true;
    };
  }

  /** Is driven from now on. */
  private boolean advanceFromAlone() {
    leaf = this;
    return advance();
  }

  /** {@link #hasNextElement}, or how a subclass finds out without the driver. */
  protected abstract boolean findNextElement();

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   */
  protected final @Nullable Object nextElement() {
    if (status != READY_ALONE) {
      return nextUnlessAlone();
    }
    Object next = element;
    element = null;
    status = ALONE;
    return next;
  }

  private @Nullable Object nextUnlessAlone() {
    if (status == READY) {
      status = SUSPENDED;
      return own().takeEmitted();
    }
    if (status == READY_AND_LEAF) {
      status = ALONE;
      return own().takeEmitted();
    }
    if (status != READY_ALONE && !findNextElement()) {
      throw new NoSuchElementException();
    }
    return nextElement();
  }

  /** Ends the generator early: its finally blocks run on this thread. */
  protected final void end() {
    if (isRunning()) {
      throw new IllegalStateException("the generator closes itself");
    }
    if (status == DONE) {
      return;
    }
    if (!isBegun()) {
      finish();
      return;
    }
    var unused = dropElement();
    var closing = new GeneratorClosing();
    closing.begin(own());
    try {
      boolean emits = isAlone() ? advanceFromAlone() : advance();
      while (emits && !isGivenUp(closing)) {
        emits = advance();
      }
    } catch (Error thrown) {
      if (!closing.isClosed(thrown)) {
        throw thrown;
      }
      return;
    }
    closing.throwIfRefused();
  }

  /** A finally block has emitted an element that nobody asks for. */
  private boolean isGivenUp(GeneratorClosing closing) {
    var unused = own().takeEmitted();
    boolean givenUp = closing.refuseToEmit(own(), leaf);
    if (givenUp) {
      finish();
    }
    return givenUp;
  }

  /** Whether the frame to be resumed next is this, whatever {@link #leaf} was before. */
  private boolean isAlone() {
    return status == ALONE || status == READY_ALONE;
  }

  private boolean isRunning() {
    return status == RUNNING || status == RUNNING_ALONE;
  }

  /** Of one that is not done: whether its method has begun. */
  private boolean isBegun() {
    return carrier != null || (leaf == null && state != 0);
  }

  /** Takes the element that is waiting, if one is, and does not want it. */
  private @Nullable Object dropElement() {
    boolean inCarrier = status == READY || status == READY_AND_LEAF;
    Object dropped = inCarrier ? own().takeEmitted() : element;
    element = null;
    return dropped;
  }

  // ---- driven ----

  private Carrier own() {
    Carrier own = carrier;
    if (own == null) {
      own = Carrier.forGenerator();
      carrier = own;
    }
    return own;
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
    status = RUNNING;
    return advanced(Driver.resumeLeaf(first, own), first, own);
  }

  private boolean advanced(int how, Frame first, Carrier own) {
    if (how == Unwinding.ELEMENT) { // alone, and filled again
      own.unwinding = Unwinding.NOT;
      status = first == this ? READY_AND_LEAF : READY;
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
        status = next == this ? READY_AND_LEAF : READY;
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
      String at = chain == null ? "" : " (at " + FrameSnapshot.whereInnermost(chain) + ")";
      own.deliver(new IllegalStateException(Carrier.IN_GENERATOR + at)); // it yielded
    }
    return false;
  }

  private void finish() {
    leave();
    clear();
  }

  /** Is a generator no longer, though perhaps still a frame. */
  private void leave() {
    status = DONE;
    leaf = null;
    carrier = null;
    element = null;
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
    if (isRunning()) {
      throw new IllegalStateException("the generator emits itself");
    }
    if (status == DONE) {
      return;
    }
    Frame rest = isAlone() || leaf == null ? this : leaf;
    boolean ready = status != ALONE && status != SUSPENDED;
    Object first = ready ? dropElement() : null;
    leave();
    if (ready) { // it has been asked for already: as if it were emitted now
      outer.suspendToEmit(first);
    }
    if (ContextUse.ofValues()) {
      BoundFrame.putBelow(rest, context, outer);
    }
    outer.suspendInto(rest);
  }

  /** Where it stands. */
  @Override
  public String toString() {
    return FrameSnapshot.whereInnermost(leaf == null ? this : leaf);
  }
}
