package dev.weft.concurrent;

import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forked coroutines of one scope that are not done, and who waits for that.
 *
 * <p>They stand in a doubly linked list; each is taken out by whoever completes it. All is guarded
 * by this object's monitor, which is held for a few instructions and never while anything else is
 * called. Who waits stays noted until it says otherwise, and looks itself when it is woken; so a
 * wake-up too many does no harm, and whoever is told of an end twice may wake it twice.
 */
final class ForkedTasks {

  private @Nullable ForkedTask first;

  /** Those in the list, and the scopes that have to end before this one does. */
  private int count;

  private @Nullable ScopeWait waiting;
  private @Nullable Runnable whenEmpty;

  synchronized void add(ForkedTask child) {
    ForkedTask behind = first;
    child.next = behind;
    if (behind != null) {
      behind.previous = child;
    }
    first = child;
    child.isListed = true;
    count++;
  }

  /** Takes out one that is done; does nothing the second time but to wake who waits. */
  void remove(ForkedTask child) {
    synchronized (this) {
      if (child.isListed) {
        unlink(child);
        count--;
      }
    }
    signalIfEmpty();
  }

  private void unlink(ForkedTask child) {
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
    child.isListed = false;
  }

  /** One more to wait for that is not in the list. */
  synchronized void enter() {
    count++;
  }

  /** Undoes {@link #enter}. */
  void leave() {
    synchronized (this) {
      count--;
    }
    signalIfEmpty();
  }

  private void signalIfEmpty() {
    ScopeWait woken;
    Runnable then;
    synchronized (this) {
      if (count > 0) {
        return;
      }
      woken = waiting;
      then = whenEmpty;
      whenEmpty = null;
    }
    if (woken != null) {
      woken.wake();
    }
    if (then != null) {
      then.run();
    }
  }

  /** Runs {@code then} once there is nothing to wait for, perhaps now. */
  void whenEmpty(Runnable then) {
    synchronized (this) {
      whenEmpty = then;
    }
    signalIfEmpty();
  }

  synchronized boolean isEmpty() {
    return count == 0;
  }

  /** How many there are. For looking. */
  synchronized int count() {
    return count;
  }

  synchronized List<TaskCoroutine> tasks() {
    var tasks = new ArrayList<TaskCoroutine>(count);
    for (ForkedTask each = first; each != null; each = each.next) {
      tasks.add(each.task());
    }
    return tasks;
  }

  /** Has {@code wait} woken from now on, whose owner then looks whether it need wait at all. */
  synchronized void awaitedBy(ScopeWait wait) {
    waiting = wait;
  }

  /** Who waits, or has waited last; null if nobody does. */
  synchronized @Nullable ScopeWait waiting() {
    return waiting;
  }

  /** The owner goes on. */
  synchronized void forget(ScopeWait wait) {
    if (waiting == wait) {
      waiting = null;
    }
  }
}
