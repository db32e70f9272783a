package dev.weft.internal.jfr;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A coroutine ran: from where it went on until it was suspended again or was done. */
@Name("dev.weft.CoroutineStep")
@Label("Coroutine Step")
@Description("From where a coroutine went on until it was suspended, gave way or was done")
@Enabled(false)
@Threshold("20 ms")
@StackTrace(false)
final class CoroutineStepEvent extends StackEvent {

  @Label("Resumed At")
  @Description("Where it went on; null if it began")
  @Nullable String resumedAt;

  @Label("Last")
  @Description(
      "Whether the coroutine was done then; otherwise the logical stack says how far it got")
  boolean last;

  /** Says where the coroutine has paused before this step, until it pauses again. */
  void resumedFrom(Coroutine coroutine) {
    ObservedCoroutine known = coroutine.observed();
    StackTraceElement place = known == null ? null : known.place();
    resumedAt = place == null ? null : place.toString();
  }
}
