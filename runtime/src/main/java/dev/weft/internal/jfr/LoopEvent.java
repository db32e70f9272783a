package dev.weft.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A step holds an event loop for longer than its stall threshold. */
@Category({"Weft", "Event Loops"})
abstract class LoopEvent extends Event {

  @Label("Loop")
  @Description("The event loop's thread")
  @Nullable Thread loop;

  @Label("Coroutine")
  @Description("The number of the coroutine whose step it is, as in dumps; 0 if none's is known")
  long coroutine;

  @Label("Name")
  @Description("What that coroutine's task was named; null if it was not")
  @Nullable String name;

  @Label("Held")
  @Description("For how long the step has held the loop so far, as far as it was noticed")
  @Timespan(Timespan.NANOSECONDS)
  long held;

  @Label("Line")
  @Description("The innermost call of the application when the stall was noticed")
  @Nullable String line;

  @Label("Loop's Stack")
  @Description("What the loop's thread was doing then, the innermost call first")
  @Nullable String loopStack;
}
