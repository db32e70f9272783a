package dev.weft;

import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.loop.LoopCoroutine;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/** A {@link LoopCoroutine} as a task. */
final class LoopCoroutineTask<T extends @Nullable Object> extends LoopCoroutine implements Task<T> {

  LoopCoroutineTask(@Nullable Scheduler scheduler) {
    super(scheduler);
  }

  LoopCoroutineTask(@Nullable Scheduler scheduler, InitialFrame initial, Object body) {
    super(scheduler, initial, body);
  }
}
