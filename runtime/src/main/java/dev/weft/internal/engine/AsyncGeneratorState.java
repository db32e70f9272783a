package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body that hands out elements and may also wait. It runs as a part of the coroutine that asks
 * for an element, its consumer: what it waits for the consumer waits for, and a cancellation of the
 * consumer is met where the body waits. Its subclass has the type of the language, {@code
 * AsyncGenerator}.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>A call of the consumer resumes the body's chain of frames in a driver of its own, on the
 *       stack of that call. Mostly the body emits, and the call returns the element: nothing of the
 *       consumer has been unwound.
 *   <li>If the body waits, the consumer is unwound, too. Between the two chains then stands a
 *       {@link Request}, towards the coroutine's driver the leaf. It is resumed in place of the
 *       body, resumes that in the same way, and goes on with the consumer if it has an element.
 *   <li>{@code emit} only unwinds. Who may is noted in the {@linkplain Carrier#produce carrier}:
 *       the coroutine in which a body runs.
 *   <li>One call at a time. The state is read and written in order, so that whoever calls while
 *       another consumer waits finds {@link #RUNNING}, on any thread.
 * </ul>
 *
 * @hidden
 */
public abstract class AsyncGeneratorState {

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(AsyncGeneratorState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Was resumed before, and may be resumed at {@link #leaf} again. */
  private static final int SUSPENDED = 0;

  /** A consumer's call is under way, running or waiting. */
  private static final int RUNNING = 1;

  /** {@link #element} is there to be taken. */
  private static final int READY = 2;

  private static final int DONE = 3;

  /** Has not begun. */
  private static final int NEW = 4;

  /** What {@link #pollElement} gives in place of an element at the end. */
  static final Object END = new Object();

  private @Nullable Frame leaf;
  private int state = NEW;
  private @Nullable Object element;

  /** Made when the body waits for the first time. */
  private @Nullable Request request;

  /** While a call of close is under way. */
  private @Nullable GeneratorClosing closing;

  /** The consumer's scope that was open when the call began which is under way. */
  private @Nullable OpenScope around;

  /** What this has inherited, and made of it since; null if nothing. */
  private @Nullable ContextSnapshot context = ContextSnapshot.take();

  /**
   * One that has not begun.
   *
   * @param notStarted holds the call's arguments; null for a generator without elements
   */
  protected AsyncGeneratorState(@Nullable Frame notStarted) {
    leaf = notStarted;
    if (notStarted == null) {
      state = DONE;
    }
  }

  // ---- the calls of a consumer: each may leave the carrier unwinding, and return a dummy ----

  /**
   * Whether there is another element; computes it.
   *
   * @hidden
   */
  protected final boolean hasNextElement(Carrier carrier) {
    return switch (begin(carrier)) {
      case READY -> true;
      case DONE -> false;
      default -> !ask(Request.HAS_NEXT, carrier) && isReadyOrThrows(carrier);
    };
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   * @hidden
   */
  protected final @Nullable Object nextElement(Carrier carrier) {
    int before = begin(carrier);
    if (before == DONE) {
      throw new NoSuchElementException();
    }
    if (before != READY && ask(Request.NEXT, carrier)) {
      return null;
    }
    return takeOrThrow(carrier);
  }

  /** The next element; {@link #END} after the last one. */
  final @Nullable Object pollElement(Carrier carrier) {
    int before = begin(carrier);
    if (before == DONE) {
      return END;
    }
    if (before != READY && ask(Request.POLL, carrier)) {
      return null;
    }
    return takeOrEnd(carrier);
  }

  /**
   * Ends the body early: its finally blocks run.
   *
   * @hidden
   */
  protected final void end(Carrier carrier) {
    int before = begin(carrier);
    if (before == DONE) {
      return;
    }
    if (before == NEW && !(leaf instanceof GeneratorStage)) { // that has sources to close
      finish();
      return;
    }
    element = null;
    closing = new GeneratorClosing();
    closing.begin(carrier);
    if (!ask(Request.CLOSE, carrier)) {
      isClosedOrThrows(carrier);
    }
  }

  /** Checks that a call may be made now; returns the state. */
  private int begin(Carrier carrier) {
    carrier.refuseInGenerator();
    int now = (int) STATE.getAcquire(this);
    if (now == RUNNING) {
      throw new IllegalStateException(isAsked());
    }
    return now;
  }

  private String isAsked() {
    Request waiting = request;
    Frame consumer = waiting == null || waiting.callees == null ? null : waiting.parent;
    return "the async generator is asked for an element already"
        + (consumer == null ? "" : ", at " + FrameSnapshot.whereInnermost(consumer))
        + "; it has one consumer at a time, and its own code is none"
        + CallSites.atCaller();
  }

  private boolean isReadyOrThrows(Carrier carrier) {
    if (state == READY) {
      return true;
    }
    carrier.takeVoid(); // throws what the body threw
    return false;
  }

  private @Nullable Object takeOrThrow(Carrier carrier) {
    if (state != READY) {
      carrier.takeVoid();
      throw new NoSuchElementException();
    }
    Object taken = element;
    element = null;
    moveTo(SUSPENDED);
    return taken;
  }

  private @Nullable Object takeOrEnd(Carrier carrier) {
    return isReadyOrThrows(carrier) ? takeOrThrow(carrier) : END;
  }

  private void isClosedOrThrows(Carrier carrier) {
    GeneratorClosing ended = Objects.requireNonNull(closing);
    closing = null;
    ended.end(carrier);
  }

  private void moveTo(int next) {
    STATE.setRelease(this, next);
  }

  private void finish() {
    leaf = null;
    around = null;
    moveTo(DONE);
  }

  // ---- running the body ----

  /** Runs the body for a call that is being made; true if that has to unwind. */
  private boolean ask(int call, Carrier carrier) {
    Frame first = Objects.requireNonNull(leaf);
    moveTo(RUNNING);
    OpenScope scope = innermost(carrier.coroutine(), carrier);
    if (around != scope) {
      around = scope;
    }
    return drive(first, carrier) != Unwinding.NOT && unwinds(call, carrier);
  }

  private boolean unwinds(int call, Carrier carrier) {
    try {
      Request waiting = request == null ? new Request() : request;
      request = waiting;
      waiting.call = call;
      waiting.parent = null; // the caller of an earlier call
      leaf = null; // the body's frames hang on the request
      carrier.linkMonitorFrame(waiting);
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      finish();
      throw noMemory;
    }
    return true;
  }

  /** Goes on with a body that waited. */
  private int goOn(Request waiting, Frame first, Carrier carrier) {
    if (drive(first, carrier) != Unwinding.NOT) {
      carrier.linkMonitorFrame(waiting);
      return carrier.unwinding;
    }
    switch (waiting.call) {
      case Request.HAS_NEXT -> carrier.putInt(isReadyOrThrows(carrier) ? 1 : 0);
      case Request.NEXT -> carrier.putObject(takeOrThrow(carrier));
      case Request.POLL -> carrier.putObject(takeOrEnd(carrier));
      default -> isClosedOrThrows(carrier);
    }
    return Unwinding.NOT;
  }

  /**
   * Resumes the body until it emits, ends or waits, with what it inherited in place.
   *
   * @return zero if there is an element or the body is done, and its failure in the carrier; else
   *     how it suspended, all its frames linked
   */
  private int drive(Frame first, Carrier carrier) {
    Coroutine running = carrier.coroutine();
    Coroutine outer = carrier.producing();
    boolean nested = carrier.produce(running, true);
    try {
      if (ContextUse.isAny()) {
        return resumeInContext(first, running, carrier);
      }
      int how = resume(first, running, carrier);
      if (ContextUse.ofValues()) { // this is the first to use them
        context = ContextSnapshot.swap(null, carrier);
      }
      return how;
    } catch (Throwable broken) { // no memory, or no stack, for the driver itself
      carrier.stopUnwinding();
      carrier.failure = null;
      finish();
      throw broken;
    } finally {
      boolean unused = carrier.produce(outer, nested);
    }
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
    int how = Driver.resumeLeaf(first, carrier);
    if (how == Unwinding.ELEMENT) { // alone, and filled again
      carrier.unwinding = Unwinding.NOT;
      if (emits(carrier.takeEmitted(), first, running, carrier)) {
        return Unwinding.NOT;
      }
      how = Driver.resumeLeaf(first, carrier);
    }
    return resume(how, first, running, carrier);
  }

  /** The rest of it, when there is more to do than to hand out an element. */
  private int resume(int firstHow, Frame first, @Nullable Coroutine running, Carrier carrier) {
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

  private static @Nullable OpenScope innermost(@Nullable Coroutine running, Carrier carrier) {
    CoroutineLocals locals = running == null ? carrier.localsOfThread() : running.locals();
    return locals == null ? null : locals.innermost();
  }

  /** Hands out an element; false if the body is to meet an exception at its emit. */
  private boolean emits(
      @Nullable Object emitted, @Nullable Frame chain, @Nullable Coroutine running, Carrier own) {
    if (closing != null) {
      boolean givenUp = closing.refuseToEmit(own);
      if (givenUp) {
        finish();
      }
      return givenUp;
    }
    OpenScope scope = innermost(running, own);
    if (scope != around) {
      own.deliver(
          new IllegalStateException(
              "an async generator emitted an element while a scope was open that it had opened, "
                  + scope
                  + ": what runs in a scope can stop its owner, which between elements is the"
                  + " consumer; close the scope before the emit"));
      return false;
    }
    if (leaf != chain) { // mostly the same one
      leaf = chain;
    }
    element = emitted;
    moveTo(READY);
    return true;
  }

  // ---- as a part of another generator ----

  /**
   * Becomes part of the async generator that is running.
   *
   * @hidden
   */
  public final void delegate(Carrier outer) {
    outer.refuseInGenerator();
    outer.checkProduces();
    int before = begin(outer);
    Frame rest = leaf;
    Object waiting = element;
    element = null;
    finish();
    if (before == READY) { // it has been asked for already: as if it were emitted now
      outer.suspendToEmit(waiting);
    }
    if (rest != null) {
      if (ContextUse.ofValues()) {
        BoundFrame.putBelow(rest, context, outer);
      }
      outer.suspendInto(rest);
    }
  }

  /**
   * Stands in the consumer's chain for the body while that waits. Towards the driver it is the
   * leaf; the body's frames hang on it.
   */
  @FrameLayout(
      owner = "dev.weft.AsyncGenerator",
      method = "next",
      descriptor = "()Ljava/lang/Object;",
      file = "AsyncGenerator.java",
      points = {})
  private final class Request extends Frame implements MonitorFrame {
    static final int HAS_NEXT = 1;
    static final int NEXT = 2;
    static final int POLL = 3;
    static final int CLOSE = 4;

    private int call;
    private @Nullable Frame callees;

    @Override
    public @Nullable Frame callees() {
      return callees;
    }

    @Override
    public void setCallees(@Nullable Frame first) {
      callees = first;
    }

    @Override
    protected int resume(Carrier carrier) {
      Frame first = Objects.requireNonNull(callees);
      callees = null;
      return goOn(this, first, carrier);
    }
  }
}
