package dev.weft.internal.loop;

import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import org.jspecify.annotations.Nullable;

/** A coroutine that was started on an event loop: it can stand in the ring of the loop's own. */
public class LoopCoroutine extends TaskCoroutine {

  /** Neighbours in the ring; null when not in it. */
  @Nullable LoopCoroutine older;

  @Nullable LoopCoroutine newer;

  /** A coroutine whose first run is made by who calls this; without a scheduler, a ring's head. */
  protected LoopCoroutine(@Nullable Scheduler scheduler) {
    super(scheduler);
  }

  /** A coroutine that begins with a call of {@code body}. */
  protected LoopCoroutine(@Nullable Scheduler scheduler, InitialFrame initial, Object body) {
    super(scheduler, initial, body);
  }

  @Override
  public final boolean isLive() {
    return older != null;
  }
}
