package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The part of an async generator that makes steps of its body on the stack of who asks, without the
 * driver as long as nothing but an element comes of it. {@link AsyncGeneratorState} states the
 * protocol.
 *
 * @hidden
 */
public abstract class AsyncGeneratorSteps extends AsyncGeneratorBody {

  /** Whose step runs the body alone, or has last. */
  @Nullable Carrier consumer;

  /** Whether a step that began without the driver has told its consumer that the body runs. */
  private boolean toldConsumer;

  /** What was so before that. */
  private boolean producedBefore;

  @Nullable Coroutine producerBefore;

  AsyncGeneratorSteps(boolean isGenerator) {
    super(isGenerator);
  }

  AsyncGeneratorSteps(@Nullable Frame notStarted) {
    super(notStarted);
  }

  @Override
  final void finish() {
    super.finish();
    consumer = null;
    if (!toldConsumer) { // else it is still to be told who ran before
      producerBefore = null;
    }
  }

  // ---- alone: what the weaver's subclasses call ----

  /**
   * Whether this may be resumed alone, which then begins.
   *
   * @hidden
   */
  protected final boolean beginsStep(Carrier carrier) {
    if (status != ALONE || ContextUse.isAny() || carrier.isGenerator()) {
      return false;
    }
    status = RUNNING_ALONE;
    if (consumer != carrier) {
      consumer = carrier;
    }
    enter(carrier);
    return true;
  }

  /**
   * Leaves an element here, which the body that has been resumed alone emits. The body returns at
   * once.
   *
   * @hidden
   */
  protected final void emitHere(@Nullable Object emitted) {
    element = emitted;
    status = READY_ALONE;
  }

  /**
   * The carrier of who runs this alone: the body is going to make a call with it.
   *
   * @hidden
   */
  protected final Carrier driven() {
    Carrier own = consumer;
    if (own == null) {
      throw new IllegalStateException("not running");
    }
    moveTo(RUNNING);
    tell(own);
    return own;
  }

  /** Tells the consumer that the body runs, and may emit; not where another one's runs already. */
  private void tell(Carrier carrier) {
    if (carrier.isProducing()) {
      return;
    }
    Coroutine before = carrier.producing();
    if (producerBefore != before) {
      producerBefore = before;
    }
    producedBefore = carrier.produce(carrier.coroutine(), true);
    toldConsumer = true;
  }

  /**
   * Ends this, whose body is about to return for the last time; or does nothing to a frame.
   *
   * @hidden
   */
  protected final void endHere() {
    status = DONE;
  }

  /**
   * Ends what {@link #beginsStep} began, after the body has thrown.
   *
   * @return {@code thrown}, or what explains it
   * @hidden
   */
  protected final Throwable failedStep(Throwable thrown, Carrier carrier) {
    carrier.stopUnwinding();
    tellOfEnd(carrier);
    finish();
    keepContext(carrier);
    return MissingParts.explain(thrown);
  }

  /** Ends a step if a body that was resumed alone has left an element, and no scope open. */
  final boolean endsWithElement(Carrier carrier) {
    if (status != READY_ALONE || leavesScope(carrier)) {
      return false;
    }
    keepContext(carrier);
    return true;
  }

  /** Whether there is more to do at the end of such a step than to say what it gave. */
  final boolean isMoreToDo(Carrier carrier) {
    return status == RUNNING
        || toldConsumer
        || carrier.unwinding != Unwinding.NOT
        || ContextUse.ofValues()
        || leavesScope(carrier);
  }

  /**
   * Ends a step that was begun alone, when there is more to do than to hand out an element.
   *
   * @return as {@link #drive}
   */
  final int endStep(Carrier carrier) {
    if (status == RUNNING || carrier.isUnwinding()) {
      return endDriven(carrier);
    }
    if (status == READY_ALONE) {
      element = null;
      moveTo(RUNNING);
      keepContext(carrier);
      carrier.deliver(refusal(innermost(carrier.coroutine(), carrier)));
      return drive(this, carrier);
    }
    tellOfEnd(carrier);
    finish();
    keepContext(carrier);
    return Unwinding.NOT;
  }

  /** The body has been resumed by the step, and has taken the carrier. */
  private int endDriven(Carrier carrier) {
    moveTo(RUNNING);
    return endByDriver(this, false, carrier);
  }

  /**
   * Has the driver go on.
   *
   * @param first the frame that has been resumed, or is to be
   */
  private int endByDriver(Frame first, boolean isToBeResumed, Carrier carrier) {
    try {
      int how = isToBeResumed ? Driver.resumeLeaf(first, carrier) : carrier.unwinding;
      how = goOn(how, first, carrier.coroutine(), carrier);
      keepContext(carrier);
      return how;
    } catch (Throwable broken) {
      throw gaveUp(broken, carrier);
    } finally {
      tellOfEnd(carrier);
    }
  }

  private void tellOfEnd(Carrier carrier) {
    if (toldConsumer) {
      toldConsumer = false;
      boolean unused = carrier.produce(producerBefore, producedBefore);
      if (status == DONE) {
        producerBefore = null;
      }
    }
  }

  // ---- directly: what generators that are written by hand call, whose frame is a stage ----

  /**
   * Whether {@code stage} may make its next element on the stack of who asks, which then begins.
   *
   * @hidden
   */
  protected final boolean beginsDirectly(GeneratorStage stage, Carrier carrier) {
    if ((status != SUSPENDED && status != NEW)
        || leaf != stage
        || !stage.isAtBeginning()
        || ContextUse.isAny()
        || carrier.isGenerator()) {
      return false;
    }
    status = RUNNING;
    enter(carrier);
    tell(carrier);
    return true;
  }

  /** Ends a step with an element, unless it has left a scope open. */
  final boolean handsOut(@Nullable Object made, Carrier carrier) {
    if (leavesScope(carrier)) {
      return false;
    }
    tellOfEnd(carrier);
    keepContext(carrier);
    element = made;
    status = READY;
    return true;
  }

  /**
   * Ends a step that has more to do than to hand out an element: it waits, or the stage's next step
   * is to be made by the driver.
   *
   * @return as {@link #drive}
   */
  final int endDirectly(GeneratorStage stage, Carrier carrier) {
    boolean unwinds = carrier.isUnwinding();
    if (unwinds) {
      carrier.linkAgain(stage);
    }
    return endByDriver(stage, !unwinds, carrier);
  }
}
