package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
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
 *   <li><em>Alone</em>. The frame of a generator's method is the generator itself, a subclass that
 *       the weaver has made. As long as it is the leaf, a call resumes the body without a carrier,
 *       and no driver has a part in it, so that the JVM may compile all of it into the loop that
 *       asks. An emit leaves the element {@linkplain #emitHere here}. A body that calls what may
 *       suspend asks for the {@linkplain #driven carrier} first, and is driven for the rest of the
 *       step. A generator that has a context, or is closed, is driven from the beginning.
 *   <li><em>Taken apart</em>. The JVM keeps a generator in registers that is made and used up in
 *       one method, if it compiles in all that is called with it. It does not compile in what is
 *       called once for many elements, as the end is, if that is of more than six bytes; nor does
 *       it leave out a branch that it has seen decided fewer than forty times. So {@link #endsStep}
 *       first asks, with each element, whether there is anything unusual to do, and behind that,
 *       where the end differs from an element, it has nothing but assignments.
 *   <li>One call at a time. While one waits, the status says so, written and read in order, so that
 *       whoever calls meanwhile finds it, on any thread. Between that it is read and written
 *       plainly: in a loop, most of it comes to nothing then.
 * </ul>
 *
 * @hidden
 */
public abstract class AsyncGeneratorState extends AsyncGeneratorSteps {

  /** What {@link #pollElement} gives in place of an element at the end. */
  static final Object END = new Object();

  /** Made when the body waits for the first time. */
  private @Nullable Request request;

  /**
   * See {@link AsyncGeneratorBody}.
   *
   * @hidden
   */
  protected AsyncGeneratorState(boolean isGenerator) {
    super(isGenerator);
  }

  /**
   * One that has not begun.
   *
   * @param notStarted holds the call's arguments; null for a generator without elements
   * @hidden
   */
  protected AsyncGeneratorState(@Nullable Frame notStarted) {
    super(notStarted);
  }

  // ---- the calls of a consumer: each may leave the carrier unwinding, and return a dummy ----

  /**
   * Whether there is another element; computes it.
   *
   * @hidden
   */
  protected final boolean hasNextElement(Carrier carrier) {
    return switch (begin(carrier)) {
      case READY_ALONE, READY -> true;
      case DONE -> false;
      default -> hasNextAfter(run(carrier), carrier);
    };
  }

  /**
   * {@link #hasNextElement}, or how a subclass finds out without the driver.
   *
   * @hidden
   */
  protected abstract boolean findNextElement(Carrier carrier);

  /**
   * Ends a call that has {@linkplain #beginsStep resumed the body alone}.
   *
   * @return whether there is an element; a dummy while the carrier unwinds
   * @hidden
   */
  protected final boolean endsStep(Carrier carrier) {
    if (isMoreToDo(carrier)) {
      return endsStepOtherwise(carrier);
    }
    boolean more = status == READY_ALONE;
    if (!more) { // no call of a method: see the protocol
      consumer = null;
      producerBefore = null;
      around = null;
    }
    return more;
  }

  private boolean endsStepOtherwise(Carrier carrier) {
    return endsWithElement(carrier) || hasNextAfter(endStep(carrier), carrier);
  }

  /**
   * Ends a call that has {@linkplain #beginsDirectly gone on directly}.
   *
   * @param made the element, or {@link GeneratorStage#PENDING}
   * @return whether there is an element; a dummy while the carrier unwinds
   * @hidden
   */
  protected final boolean endsDirectly(
      @Nullable Object made, GeneratorStage stage, Carrier carrier) {
    return (made != GeneratorStage.PENDING && handsOut(made, carrier))
        || endsDirectlyOtherwise(made, stage, carrier);
  }

  private boolean endsDirectlyOtherwise(
      @Nullable Object made, GeneratorStage stage, Carrier carrier) {
    if (made != GeneratorStage.PENDING) {
      carrier.suspendToEmit(made); // which is going to be refused
    }
    return hasNextAfter(endDirectly(stage, carrier), carrier);
  }

  /**
   * What a call of {@code hasNext} returns.
   *
   * @param how what running the body came to, as {@link #drive} says it
   */
  private boolean hasNextAfter(int how, Carrier carrier) {
    if (how == Unwinding.NOT) {
      return isReadyOrThrows(carrier);
    }
    unwind(Request.HAS_NEXT, carrier);
    return false;
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   * @hidden
   */
  protected final @Nullable Object nextElement(Carrier carrier) {
    if (isReady() && !carrier.isGenerator()) {
      return take();
    }
    if (!isReadyFor(carrier, Request.NEXT)) {
      if (carrier.isUnwinding()) {
        return null;
      }
      throw new NoSuchElementException();
    }
    return take();
  }

  /** The next element; {@link #END} after the last one. */
  final @Nullable Object pollElement(Carrier carrier) {
    if (!isReadyFor(carrier, Request.POLL)) {
      return carrier.isUnwinding() ? null : END;
    }
    return take();
  }

  /** See {@link GeneratorStage#pollAfter}. */
  final @Nullable Object pollAfter(boolean more, Carrier carrier) {
    if (carrier.isUnwinding()) {
      Objects.requireNonNull(request).call = Request.POLL;
      return GeneratorStage.PENDING;
    }
    if (more) {
      return take();
    }
    carrier.putObject(END);
    return GeneratorStage.PENDING;
  }

  /** Whether an element is there now for a call; else the carrier unwinds, or there is none. */
  private boolean isReadyFor(Carrier carrier, int call) {
    return switch (begin(carrier)) {
      case READY_ALONE, READY -> true;
      case DONE -> false;
      default -> finds(carrier, call);
    };
  }

  private boolean finds(Carrier carrier, int call) {
    boolean more = findNextElement(carrier);
    if (!carrier.isUnwinding()) {
      return more;
    }
    Objects.requireNonNull(request).call = call;
    return false;
  }

  /**
   * Ends the body early: its finally blocks run.
   *
   * @hidden
   */
  protected final void end(Carrier carrier) {
    if (begin(carrier) == DONE) {
      return;
    }
    if (isNew() && !(leaf instanceof GeneratorStage)) { // that has sources to close
      finish();
      return;
    }
    element = null;
    closing = new GeneratorClosing();
    closing.begin(carrier);
    if (run(carrier) == Unwinding.NOT) {
      isClosedOrThrows(carrier);
    } else {
      unwind(Request.CLOSE, carrier);
    }
  }

  /** Checks that a call may be made now; returns the status. */
  private int begin(Carrier carrier) {
    carrier.refuseInGenerator();
    int now = status();
    if (now == RUNNING || now == RUNNING_ALONE) {
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
    if (isReady()) {
      return true;
    }
    carrier.takeVoid(); // throws what the body threw
    return false;
  }

  private void isClosedOrThrows(Carrier carrier) {
    GeneratorClosing ended = Objects.requireNonNull(closing);
    closing = null;
    ended.end(carrier);
  }

  /** Has the consumer unwind, too, for a call in which the body waits. */
  private void unwind(int call, Carrier carrier) {
    try {
      Request waiting = request == null ? new Request() : request;
      request = waiting;
      waiting.call = call;
      waiting.parent = null; // the caller of an earlier call
      leaf = null; // the body's frames hang on the request
      moveTo(RUNNING);
      carrier.linkMonitorFrame(waiting);
    } catch (Throwable noMemory) {
      carrier.stopUnwinding();
      finish();
      throw noMemory;
    }
  }

  /** Goes on with a body that waited. */
  private int goOn(Request waiting, Frame first, Carrier carrier) {
    if (drive(first, carrier) != Unwinding.NOT) {
      carrier.linkMonitorFrame(waiting);
      return carrier.unwinding;
    }
    if (waiting.call == Request.CLOSE) {
      isClosedOrThrows(carrier);
      return Unwinding.NOT;
    }
    boolean more = isReadyOrThrows(carrier);
    if (waiting.call == Request.HAS_NEXT) {
      carrier.putInt(more ? 1 : 0);
    } else if (more) {
      carrier.putObject(take());
    } else if (waiting.call == Request.POLL) {
      carrier.putObject(END);
    } else {
      throw new NoSuchElementException();
    }
    return Unwinding.NOT;
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
    var unused = begin(outer);
    giveTo(outer);
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
