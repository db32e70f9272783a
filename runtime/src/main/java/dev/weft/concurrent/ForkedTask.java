package dev.weft.concurrent;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.tasks.TaskCoroutine;
import org.jspecify.annotations.Nullable;

/**
 * A forked coroutine that is not done: its place in the scope's list, and who is told of its end.
 */
final class ForkedTask extends Waiter {

  private final ScopeState scope;
  private final TaskCoroutine task;

  // Guarded by the list.
  @Nullable ForkedTask previous;
  @Nullable ForkedTask next;
  boolean isListed;

  /** Whether this has been told; it may be again, where the stack has come to its end. */
  private boolean told;

  ForkedTask(ScopeState scope, TaskCoroutine task) {
    this.scope = scope;
    this.task = task;
  }

  TaskCoroutine task() {
    return task;
  }

  @Override
  protected void completed(Completion done) {
    boolean again = told;
    told = true;
    if (again) {
      scope.endedAgain(this);
    } else {
      scope.ended(task, this);
    }
  }
}
