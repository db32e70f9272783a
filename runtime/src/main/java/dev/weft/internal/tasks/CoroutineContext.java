package dev.weft.internal.tasks;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine's scheduler together with what else it has: stands in the place of the scheduler in
 * the few coroutines that have anything else, so that the others need no room for it.
 */
final class CoroutineContext extends CoroutineLocals implements Scheduler {

  /** Written by who runs the coroutine, or has claimed its wake-up, as in {@link TaskCoroutine}. */
  private @Nullable Scheduler scheduler;

  CoroutineContext(TaskCoroutine coroutine, @Nullable Scheduler scheduler) {
    super(coroutine);
    this.scheduler = scheduler;
  }

  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  void moveTo(@Nullable Scheduler next) {
    scheduler = next;
  }

  @Override
  public void schedule(Runnable step) {
    Scheduler belongsTo = scheduler;
    if (belongsTo == null) {
      Carrier.current().runOnTrampoline(step);
    } else {
      belongsTo.schedule(step);
    }
  }
}
