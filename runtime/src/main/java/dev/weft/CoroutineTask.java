package dev.weft;

import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/** A {@link TaskCoroutine} as a task. */
final class CoroutineTask<T extends @Nullable Object> extends TaskCoroutine implements Task<T> {

  CoroutineTask(@Nullable Scheduler scheduler) {
    super(scheduler);
  }

  CoroutineTask(@Nullable Scheduler scheduler, InitialFrame initial, Object body) {
    super(scheduler, initial, body);
  }
}
