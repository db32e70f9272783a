package dev.weft.internal.jfr;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.loop.Watchdog;
import dev.weft.internal.util.CallSites;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records one step that holds an event loop. On the watchdog's thread. */
final class StallEvents implements Watchdog.Hold {

  private final Thread loop;
  private final BlockedLoopEvent blocked = new BlockedLoopEvent();
  private final long since = System.nanoTime();

  StallEvents(Thread loop) {
    this.loop = loop;
    blocked.begin();
  }

  @Override
  public void stalled(long nanos, StackTraceElement[] stack, @Nullable Coroutine runs) {
    var event = new StalledStepEvent();
    describe(event, nanos, List.of(stack));
    name(event, runs);
    event.commit();
    describe(blocked, nanos, List.of(stack));
    name(blocked, runs);
  }

  private static void name(LoopEvent event, @Nullable Coroutine runs) {
    if (runs != null) {
      ObservedCoroutine known = runs.observed();
      event.coroutine = known == null ? 0 : known.number();
      event.name = runs.name();
    }
  }

  private void describe(LoopEvent event, long nanos, List<StackTraceElement> stack) {
    event.loop = loop;
    event.held = nanos;
    event.line = CallSites.ofUser(stack).toString();
    event.loopStack = StackText.of(stack, StackDepth.DEFAULT);
  }

  @Override
  public void ended() {
    blocked.held = Math.max(blocked.held, System.nanoTime() - since);
    blocked.commit();
  }
}
