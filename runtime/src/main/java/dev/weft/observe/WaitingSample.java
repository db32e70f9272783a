package dev.weft.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.WaitTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One look at the coroutines that are suspended. One that goes on while it is looked at is left
 * out.
 */
final class WaitingSample {

  private WaitingSample() {}

  /** Counts where each has waited for {@code time} nanoseconds. */
  static void take(SampledStacks to, long time) {
    for (Coroutine each : CoroutineRegistry.live()) {
      int suspension = each.suspension();
      if (suspension != 0) {
        List<StackTraceElement> stack = stackOf(each);
        if (each.suspension() == suspension) {
          to.add(stack, time);
        }
      }
    }
  }

  private static List<StackTraceElement> stackOf(Coroutine suspended) {
    List<StackTraceElement> places = FrameSnapshot.places(suspended.leaf());
    WaitTarget target =
        WaitTargets.of(suspended.waitingFor(), () -> places.isEmpty() ? null : places.get(0));
    var stack = new ArrayList<StackTraceElement>();
    stack.add(SampledStacks.state(target.kind().name().toLowerCase(Locale.ROOT)));
    stack.addAll(places);
    return stack;
  }
}
