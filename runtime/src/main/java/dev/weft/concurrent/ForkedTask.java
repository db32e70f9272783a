package dev.weft.concurrent;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Waiter;
import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A forked coroutine that is not done: its place in the scope's list, and who is told of its end.
 */
final class ForkedTask extends Waiter {

  private final ScopeState scope;
  private final TaskCoroutine task;
  private @Nullable ForkedTask previous;
  private @Nullable ForkedTask next;

  ForkedTask(ScopeState scope, TaskCoroutine task) {
    this.scope = scope;
    this.task = task;
  }

  TaskCoroutine task() {
    return task;
  }

  @Override
  protected void completed(Completion done) {
    scope.ended(task, this);
  }

  /** Those of one scope, the youngest first. Guarded by the scope's monitor. */
  static final class All {
    private @Nullable ForkedTask first;

    void add(ForkedTask child) {
      ForkedTask behind = first;
      child.next = behind;
      if (behind != null) {
        behind.previous = child;
      }
      first = child;
    }

    void remove(ForkedTask child) {
      ForkedTask before = child.previous;
      ForkedTask behind = child.next;
      if (before == null) {
        first = behind;
      } else {
        before.next = behind;
      }
      if (behind != null) {
        behind.previous = before;
      }
    }

    List<TaskCoroutine> tasks() {
      var tasks = new ArrayList<TaskCoroutine>();
      for (ForkedTask each = first; each != null; each = each.next) {
        tasks.add(each.task);
      }
      return tasks;
    }
  }
}
