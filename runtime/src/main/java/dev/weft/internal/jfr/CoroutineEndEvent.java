package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A coroutine is done. */
@Name("dev.weft.CoroutineEnd")
@Label("Coroutine End")
@Description("A coroutine is done")
@Enabled(false)
@StackTrace(false)
final class CoroutineEndEvent extends CoroutineEvent {

  @Label("Outcome")
  @Description("RETURNED, FAILED or CANCELLED")
  @Nullable String outcome;

  @Label("Lifetime")
  @Description("How long ago it was made")
  @Timespan(Timespan.NANOSECONDS)
  long lifetime;
}
