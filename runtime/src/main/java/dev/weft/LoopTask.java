package dev.weft;

import dev.weft.runtime.Beginning;
import org.jspecify.annotations.Nullable;

/** A coroutine that was started on an event loop: it can stand in the ring of the loop's own. */
final class LoopTask<T extends @Nullable Object> extends CoroutineTask<T> {

  /** Neighbours in the ring; null when not in it. */
  @Nullable LoopTask<?> older;

  @Nullable LoopTask<?> newer;

  LoopTask(@Nullable Scheduler scheduler) {
    super(scheduler);
  }

  LoopTask(@Nullable Scheduler scheduler, Beginning beginning, Object body) {
    super(scheduler, beginning, body);
  }

  @Override
  boolean isLive() {
    return older != null;
  }
}
