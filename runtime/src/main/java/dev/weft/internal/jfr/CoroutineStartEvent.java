package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A coroutine was made; Flight Recorder's own stack trace shows by whom. */
@Name("dev.weft.CoroutineStart")
@Label("Coroutine Start")
@Description("A coroutine was made; the stack trace shows where")
@Enabled(false)
final class CoroutineStartEvent extends CoroutineEvent {

  @Label("Parent")
  @Description("The number of the coroutine that has made it; 0 if none, or one not recorded")
  long parent;

  @Label("Scheduler")
  @Description("Where it belongs; null if it goes on wherever what it awaits completes")
  @Nullable String scheduler;
}
