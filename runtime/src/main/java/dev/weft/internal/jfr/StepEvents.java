package dev.weft.internal.jfr;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Event;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.engine.StepRecorder;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.observe.WaitTargets;
import dev.weft.internal.util.UncaughtExceptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the steps of one coroutine, and the times between.
 *
 * <p>While it is suspended nothing of it changes. So its stack is looked at when it goes on, and
 * only if the wait is recorded. What it waits for may change, and is named when it begins to wait;
 * what is kept of that refers to no coroutine, since the registry holds this.
 *
 * <p>What goes wrong here must not reach the coroutine.
 */
final class StepEvents extends StepRecorder {

  private final CoroutineEvents sink;
  private final long made = System.nanoTime();

  /** The step that is being made; null if none is recorded. */
  private @Nullable CoroutineStepEvent step;

  /** The wait; null if none is recorded. */
  private @Nullable CoroutineSuspendEvent pause;

  private @Nullable ChannelEvent channel;

  StepEvents(CoroutineEvents sink) {
    this.sink = sink;
  }

  @Override
  protected void runs(Coroutine coroutine) {
    CoroutineSuspendEvent before = pause;
    ChannelEvent atChannel = channel;
    dropWait();
    if (sink.areWanted()) {
      try {
        endWait(before, coroutine);
        endWait(atChannel, coroutine);
        beginStep();
      } catch (Throwable failure) {
        lost(failure);
      }
    }
  }

  private void dropWait() {
    pause = null;
    channel = null;
  }

  private static void endWait(@Nullable StackEvent event, Coroutine coroutine) {
    if (event == null) {
      return;
    }
    event.end();
    if (event.shouldCommit()) {
      event.of(coroutine);
      event.stack(FrameSnapshot.places(coroutine.leaf()));
      event.commit();
    }
  }

  private void beginStep() {
    step = null;
    if (EventSwitch.STEP.isEnabled()) {
      var begun = new CoroutineStepEvent();
      begun.begin();
      step = begun;
    }
  }

  @Override
  protected void pauses(Coroutine coroutine, @Nullable Event awaited) {
    CoroutineStepEvent made = step;
    step = null;
    if (sink.areWanted()) {
      try {
        endStep(made, coroutine, false);
        beginWait(coroutine, awaited);
      } catch (Throwable failure) {
        dropWait();
        lost(failure);
      }
    }
  }

  private static void endStep(
      @Nullable CoroutineStepEvent event, Coroutine coroutine, boolean last) {
    if (event == null) {
      return;
    }
    event.end();
    if (event.shouldCommit()) {
      event.of(coroutine);
      event.last = last;
      event.resumedFrom(coroutine);
      event.stack(last ? List.of() : FrameSnapshot.places(coroutine.leaf()));
      event.commit();
    }
  }

  private void beginWait(Coroutine coroutine, @Nullable Event awaited) {
    boolean isPauseWanted = EventSwitch.SUSPEND.isEnabled();
    boolean isChannelWanted = EventSwitch.FULL.isEnabled() || EventSwitch.EMPTY.isEnabled();
    if (!isPauseWanted && !isChannelWanted) {
      return;
    }
    WaitTarget target = awaited == null ? null : WaitTargets.of(awaited, () -> top(coroutine));
    channel = target == null || !isChannelWanted ? null : channelEvent(target);
    if (isPauseWanted) {
      var begun = new CoroutineSuspendEvent();
      begun.waitsFor(target);
      begun.begin();
      pause = begun;
    }
  }

  private static @Nullable StackTraceElement top(Coroutine coroutine) {
    List<StackTraceElement> calls = FrameSnapshot.places(coroutine.leaf());
    return calls.isEmpty() ? null : calls.get(0);
  }

  private static @Nullable ChannelEvent channelEvent(WaitTarget target) {
    ChannelEvent event =
        switch (target.kind()) {
          case SEND -> EventSwitch.FULL.isEnabled() ? new ChannelFullEvent() : null;
          case RECEIVE -> EventSwitch.EMPTY.isEnabled() ? new ChannelEmptyEvent() : null;
          default -> null;
        };
    if (event != null) {
      event.channel = target.text();
      event.begin();
    }
    return event;
  }

  @Override
  protected void runsOn(Coroutine coroutine) {
    dropWait();
    if (sink.areWanted()) {
      try {
        beginStep();
      } catch (Throwable failure) {
        lost(failure);
      }
    }
  }

  @Override
  protected void ends(Coroutine coroutine) {
    CoroutineStepEvent made = step;
    step = null;
    if (sink.areWanted()) {
      try {
        endStep(made, coroutine, true);
        recordFailure(coroutine);
        recordEnd(coroutine);
      } catch (Throwable failure) {
        lost(failure);
      }
    }
  }

  private static void recordFailure(Coroutine coroutine) {
    Throwable failure = coroutine.peekFailure();
    if (failure == null || coroutine.isCancelled() || !EventSwitch.FAILURE.isEnabled()) {
      return;
    }
    var event = new CoroutineFailureEvent();
    if (event.shouldCommit()) {
      event.of(coroutine);
      event.thrownClass = failure.getClass();
      event.message = failure.getMessage();
      event.stack(List.of(failure.getStackTrace()));
      event.commit();
    }
  }

  private void recordEnd(Coroutine coroutine) {
    if (EventSwitch.END.isEnabled()) {
      var event = new CoroutineEndEvent();
      event.of(coroutine);
      event.outcome = outcome(coroutine);
      event.lifetime = System.nanoTime() - made;
      event.commit();
    }
  }

  /** One that is not done yet has left a scope open, and will have failed by that. */
  private static String outcome(Completion done) {
    if (done.isDone() && done.peekFailure() == null) {
      return "RETURNED";
    }
    return done.isCancelled() ? "CANCELLED" : "FAILED";
  }

  /** An event could not be recorded, for lack of memory or stack most likely. */
  private static void lost(Throwable failure) {
    if (!(failure instanceof StackOverflowError || failure instanceof OutOfMemoryError)) {
      UncaughtExceptions.report(Thread.currentThread(), failure);
    }
  }

  /** A coroutine's number and name; its name alone if it has no number. */
  static String label(Completion needed) {
    if (!(needed instanceof Coroutine coroutine)) {
      return "something else";
    }
    ObservedCoroutine known = coroutine.observed();
    String name = coroutine.name();
    if (known != null) {
      return ObservedCoroutine.label(known.number(), name);
    }
    return name == null ? "a coroutine" : "a coroutine \"" + name + "\"";
  }
}
