package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of an async generator that has its body resumed by the driver. {@link
 * AsyncGeneratorState} states the protocol.
 *
 * @hidden
 */
public abstract class AsyncGeneratorBody extends Frame {

  private static final VarHandle STATUS;

  static {
    try {
      STATUS = MethodHandles.lookup().findVarHandle(AsyncGeneratorBody.class, "status", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Numbers, not an enum: each element changes the status three times, and the garbage collector
  // would be told each time.

  /** At the end; or this is a mere frame. */
  static final int DONE = 0;

  /** Suspended or not begun; this is the leaf. */
  static final int ALONE = 1;

  /** A consumer's call runs the body, which has needed no carrier so far. */
  static final int RUNNING_ALONE = 2;

  /** {@link #element} is there to be taken; then it goes on alone. */
  static final int READY_ALONE = 3;

  /** Has not begun; its frame, {@link #leaf}, is another object. */
  static final int NEW = 4;

  /** Was resumed before, and may be resumed at {@link #leaf} again. */
  static final int SUSPENDED = 5;

  /** A consumer's call is under way, running or waiting. */
  static final int RUNNING = 6;

  /** {@link #element} is there to be taken; then it goes on at {@link #leaf}. */
  static final int READY = 7;

  int status;

  /** Where to resume; null if that is this, or while a call is under way. */
  @Nullable Frame leaf;

  @Nullable Object element;

  /** While a call of close is under way. */
  @Nullable GeneratorClosing closing;

  /** The consumer's scope that was open when the call began which is under way. */
  @Nullable OpenScope around;

  /** What this has inherited, and made of it since; null if nothing. */
  private @Nullable ContextSnapshot context;

  /**
   * A frame that the weaver has made the class of.
   *
   * @param isGenerator whether it is a generator, which holds the arguments of a call, and not a
   *     mere frame
   */
  AsyncGeneratorBody(boolean isGenerator) {
    if (isGenerator) {
      status = ALONE;
      context = ContextSnapshot.take();
    }
  }

  /** One whose frames are other objects; null for a generator without elements. */
  AsyncGeneratorBody(@Nullable Frame notStarted) {
    leaf = notStarted;
    status = notStarted == null ? DONE : NEW;
    context = ContextSnapshot.take();
  }

  /** As whoever comes from another thread than a call that waits has to see it. */
  final int status() {
    return (int) STATUS.getAcquire(this);
  }

  final void moveTo(int next) {
    STATUS.setRelease(this, next);
  }

  /** Whether {@link #element} is there to be taken. */
  final boolean isReady() {
    return status == READY_ALONE || status == READY;
  }

  /** Takes the element that is there. */
  final @Nullable Object take() {
    Object taken = element;
    element = null;
    status = status == READY_ALONE ? ALONE : SUSPENDED;
    return taken;
  }

  /** Whether the body has not run yet. */
  final boolean isNew() {
    return status == NEW || (status == ALONE && state == 0);
  }

  /** Ends this for good, and lets go of what it holds. */
  void finish() {
    leave();
    around = null;
    clear();
  }

  /** Is a generator no longer, though perhaps still a frame. */
  private void leave() {
    leaf = null;
    element = null;
    moveTo(DONE);
  }

  /**
   * Lets go of all that this keeps as a frame.
   *
   * @hidden
   */
  protected void clear() {}

  /** Notes which scope is open as the body begins to run. */
  final void enter(Carrier carrier) {
    if (ContextUse.ofScopes()) {
      OpenScope scope = innermost(carrier.coroutine(), carrier);
      if (around != scope) {
        around = scope;
      }
    }
  }

  /** Whether the body has opened a scope that is open still. */
  final boolean leavesScope(Carrier carrier) {
    return ContextUse.ofScopes() && innermost(carrier.coroutine(), carrier) != around;
  }

  /** To be called once, when a step has ended that was begun without a context. */
  final void keepContext(Carrier carrier) {
    if (ContextUse.ofValues()) { // the body is the first to use them
      context = ContextSnapshot.swap(null, carrier);
    }
  }

  /** Begins a call, and runs the body until it emits, ends or waits; as {@link #drive}. */
  final int run(Carrier carrier) {
    StackReserve.ensureTwice(); // what is thrown from here on ends this
    Frame first = leaf == null ? this : leaf;
    moveTo(RUNNING);
    enter(carrier);
    return drive(first, carrier);
  }

  /**
   * Resumes the body until it emits, ends or waits, with what it inherited in place.
   *
   * @return zero if there is an element or the body is done, and its failure in the carrier; else
   *     how it suspended, all its frames linked
   */
  final int drive(Frame first, Carrier carrier) {
    Coroutine running = carrier.coroutine();
    Coroutine outer = carrier.producing();
    boolean nested = carrier.produce(running, true);
    try {
      if (ContextUse.isAny()) {
        return resumeInContext(first, running, carrier);
      }
      int how = resume(first, running, carrier);
      keepContext(carrier);
      return how;
    } catch (Throwable broken) {
      throw gaveUp(broken, carrier);
    } finally {
      boolean unused = carrier.produce(outer, nested);
    }
  }

  /** There was no memory, or no stack, for the driver itself. */
  final RuntimeException gaveUp(Throwable broken, Carrier carrier) {
    carrier.stopUnwinding();
    carrier.failure = null;
    finish();
    return SneakyThrow.sneaky(broken);
  }

  private int resumeInContext(Frame first, @Nullable Coroutine running, Carrier carrier) {
    ContextSnapshot before = ContextSnapshot.swap(context, carrier);
    try {
      return resume(first, running, carrier);
    } finally {
      context = ContextSnapshot.swap(before, carrier);
    }
  }

  private int resume(Frame first, @Nullable Coroutine running, Carrier carrier) {
    return goOn(Driver.resumeLeaf(first, carrier), first, running, carrier);
  }

  final int goOn(int first, Frame resumed, @Nullable Coroutine running, Carrier carrier) {
    int how = first;
    if (how == Unwinding.ELEMENT) { // alone, and filled again
      carrier.unwinding = Unwinding.NOT;
      if (emits(carrier.takeEmitted(), resumed, running, carrier)) {
        return Unwinding.NOT;
      }
      how = Driver.resumeLeaf(resumed, carrier);
    }
    return goOnDriven(how, resumed, running, carrier);
  }

  /** The rest of it, when there is more to do than to hand out an element. */
  private int goOnDriven(int firstHow, Frame first, @Nullable Coroutine running, Carrier carrier) {
    Frame next = first;
    int how = Driver.resumeCallers(firstHow, first, carrier);
    while (how != Unwinding.NOT) {
      if (Unwinding.has(how, Unwinding.EMITS)) {
        next = carrier.takeChain(how, next);
        if (emits(carrier.takeEmitted(), next, running, carrier)) {
          return Unwinding.NOT;
        }
      } else if (carrier.onlyGivesStackBack(how)) {
        next = carrier.takeChain(how, next);
        var unused = carrier.takeEvent(how, next);
      } else {
        if (!Unwinding.has(how, Unwinding.LINKED)) {
          carrier.link(Objects.requireNonNull(next)); // nothing but itself, filled again
        }
        return carrier.unwinding;
      }
      how = Driver.resumeFrom(next, carrier);
    }
    finish();
    return Unwinding.NOT;
  }

  static @Nullable OpenScope innermost(@Nullable Coroutine running, Carrier carrier) {
    CoroutineLocals locals = running == null ? carrier.localsOfThread() : running.locals();
    return locals == null ? null : locals.innermost();
  }

  /** Hands out an element; false if the body is to meet an exception at its emit. */
  private boolean emits(
      @Nullable Object emitted, @Nullable Frame chain, @Nullable Coroutine running, Carrier own) {
    if (closing != null) {
      boolean givenUp = closing.refuseToEmit(own, chain);
      if (givenUp) {
        finish();
      }
      return givenUp;
    }
    if (leavesScope(own)) {
      own.deliver(refusal(innermost(running, own)));
      return false;
    }
    boolean alone = chain == this;
    Frame next = alone ? null : chain;
    if (leaf != next) { // mostly the same one
      leaf = next;
    }
    element = emitted;
    moveTo(alone ? READY_ALONE : READY);
    return true;
  }

  static IllegalStateException refusal(@Nullable OpenScope scope) {
    return new IllegalStateException(
        "an async generator emitted an element while a scope was open that it had opened, "
            + scope
            + ": what runs in a scope can stop its owner, which between elements is the"
            + " consumer; close the scope before the emit");
  }

  // ---- as a part of another generator ----

  /** Gives what is left of this, which is not running, to the generator that {@code outer} runs. */
  final void giveTo(Carrier outer) {
    if (status == DONE) {
      return;
    }
    Frame rest = leaf == null ? this : leaf;
    boolean ready = isReady();
    Object waiting = element;
    leave();
    if (ready) { // it has been asked for already: as if it were emitted now
      outer.suspendToEmit(waiting);
    }
    if (ContextUse.ofValues()) {
      BoundFrame.putBelow(rest, context, outer);
    }
    outer.suspendInto(rest);
  }
}
