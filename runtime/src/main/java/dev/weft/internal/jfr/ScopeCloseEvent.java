package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A scope was open: until nothing of it ran any more, and it was closed. */
@Name("dev.weft.ScopeClose")
@Label("Scope Close")
@Description("A TaskScope was closed; the duration is the time for which it was open")
@Enabled(false)
@StackTrace(false)
final class ScopeCloseEvent extends ScopeEvent {

  @Label("Failure")
  @Description("What it has failed with; null if it has not")
  @Nullable String failure;
}
