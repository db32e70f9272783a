package dev.weft.internal.jfr;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.StepRecorder;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.EventSink;
import dev.weft.internal.observe.Names;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records the events of coroutines and scopes that begin from now on, until no recording wants any;
 * who is recorded then is not recorded further when another recording begins. Any thread.
 */
final class CoroutineEvents implements EventSink {

  private final AtomicLong scopes = new AtomicLong();

  /** Whether events are still wanted. */
  boolean areWanted() {
    return CoroutineRegistry.events() == this;
  }

  @Override
  public @Nullable StepRecorder started(Coroutine made, long number, long parent) {
    if (EventSwitch.START.isEnabled()) {
      var event = new CoroutineStartEvent();
      event.coroutine = number;
      event.name = made.name();
      event.parent = parent;
      event.scheduler = schedulerOf(made);
      event.commit();
    }
    return EventSwitch.areStepsWanted() ? new StepEvents(this) : null;
  }

  private static @Nullable String schedulerOf(Coroutine made) {
    Scheduler scheduler = made instanceof TaskCoroutine task ? task.scheduler() : null;
    return scheduler == null ? null : Names.of(scheduler);
  }

  @Override
  public @Nullable ScopeRecorder scopeOpened(Object scope, CoroutineLocals owner) {
    long number = scopes.incrementAndGet();
    if (EventSwitch.SCOPE_OPEN.isEnabled()) {
      var event = new ScopeOpenEvent();
      event.of(owner, number, scope);
      event.commit();
    }
    if (!EventSwitch.SCOPE_CLOSE.isEnabled()) {
      return null;
    }
    var open = new ScopeCloseEvent();
    open.begin();
    return failure -> {
      open.end();
      if (areWanted() && open.shouldCommit()) {
        open.of(owner, number, scope);
        open.failure = failure == null ? null : failure.toString();
        open.commit();
      }
    };
  }
}
