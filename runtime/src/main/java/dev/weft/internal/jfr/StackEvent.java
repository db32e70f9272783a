package dev.weft.internal.jfr;

import java.util.List;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import org.jspecify.annotations.Nullable;

/** An event of a coroutine that has a logical stack, and a setting for how much of it. */
abstract class StackEvent extends CoroutineEvent {

  @Label("Logical Stack")
  @Description("The coroutine's calls, the innermost first, also those that are on no thread")
  @Nullable String logicalStack;

  /** Not a field of the event. */
  private transient int depth = StackDepth.DEFAULT;

  /** Called by Flight Recorder when it is asked whether the event is to be recorded. */
  @SettingDefinition
  @Name("stackDepth")
  @Label("Stack Depth")
  @Description("How many calls of the logical stack are recorded")
  boolean stackDepth(StackDepth setting) {
    depth = setting.depth();
    return true;
  }

  /** To be called once it is known that the event is recorded. */
  void stack(List<StackTraceElement> calls) {
    logicalStack = StackText.of(calls, depth);
  }
}
