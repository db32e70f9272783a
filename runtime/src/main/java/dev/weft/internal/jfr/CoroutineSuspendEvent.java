package dev.weft.internal.jfr;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.observe.WaitTargets;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A coroutine did not run: from where it was suspended until it went on. */
@Name("dev.weft.CoroutineSuspend")
@Label("Coroutine Suspend")
@Description("From where a coroutine was suspended until it ran again; on the thread it went on on")
@Enabled(false)
@Threshold("20 ms")
@StackTrace(false)
final class CoroutineSuspendEvent extends StackEvent {

  /** Of one that only gave way to others. */
  static final String YIELD = "YIELD";

  @Label("Kind of Wait")
  @Description("What sort of thing it waited for, or YIELD")
  @Nullable String waitKind;

  @Label("Waits For")
  @Description("What it waited for, by name")
  @Nullable String waitsFor;

  @Label("Awaited Coroutine")
  @Description("The number of the coroutine that had to get on first; 0 if none, or one not known")
  long awaited;

  /** Says what is waited for from now on; null if only for a turn. */
  void waitsFor(@Nullable WaitTarget target) {
    if (target == null) {
      waitKind = YIELD;
      waitsFor = "its turn";
      return;
    }
    waitKind = target.kind().name();
    waitsFor = WaitTargets.describe(target, StepEvents::label);
    Completion first = target.needed().isEmpty() ? null : target.needed().get(0);
    ObservedCoroutine known = first instanceof Coroutine coroutine ? coroutine.observed() : null;
    awaited = known == null ? 0 : known.number();
  }
}
