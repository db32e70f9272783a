package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A coroutine has failed. */
@Name("dev.weft.CoroutineFailure")
@Label("Coroutine Failure")
@Description("A coroutine has failed, and was not cancelled; the logical stack is the failure's")
@Enabled(false)
@StackTrace(false)
final class CoroutineFailureEvent extends StackEvent {

  @Label("Thrown Class")
  @Nullable Class<?> thrownClass;

  @Label("Message")
  @Nullable String message;
}
