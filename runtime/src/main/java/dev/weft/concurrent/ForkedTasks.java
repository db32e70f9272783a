package dev.weft.concurrent;

import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forked coroutines of one scope that are not done, and who waits for that.
 *
 * <p>They stand in a doubly linked list; each is taken out by whoever completes it. All is written
 * under this object's monitor, which is held for a few instructions and never while anything else
 * is called; {@code count} and {@code waiting} are volatile, and read without it. Who waits stays
 * noted until it says otherwise, and looks itself when it is woken; so a wake-up too many does no
 * harm, and whoever is told of an end twice may wake it twice.
 */
final class ForkedTasks {

  private @Nullable ForkedTask first;

  /** Those in the list, and the scopes that have to end before this one does. */
  private volatile int count;

  private volatile @Nullable ScopeWait waiting;
  private volatile @Nullable Runnable whenEmpty;

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
      if (count > 0) {
        return;
      }
    }
    signalEmpty();
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
      if (count > 0) {
        return;
      }
    }
    signalEmpty();
  }

  /** There was nothing to wait for; if there is again, who is woken finds out. */
  private void signalEmpty() {
    ScopeWait woken = waiting;
    if (woken != null) {
      woken.wake();
    }
    Runnable then = takeWhenEmpty();
    if (then != null) {
      then.run();
    }
  }

  private @Nullable Runnable takeWhenEmpty() {
    if (whenEmpty == null) {
      return null;
    }
    synchronized (this) {
      Runnable then = count > 0 ? null : whenEmpty;
      whenEmpty = count > 0 ? whenEmpty : null;
      return then;
    }
  }

  /** Runs {@code then} once there is nothing to wait for, perhaps now. */
  void whenEmpty(Runnable then) {
    synchronized (this) {
      whenEmpty = then;
      if (count > 0) {
        return;
      }
    }
    signalEmpty();
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many there are. For looking. */
  int count() {
    return count;
  }

  List<TaskCoroutine> tasks() {
    if (count == 0) {
      return List.of();
    }
    synchronized (this) {
      var tasks = new ArrayList<TaskCoroutine>(count);
      for (ForkedTask each = first; each != null; each = each.next) {
        tasks.add(each.task());
      }
      return tasks;
    }
  }

  /** Has {@code wait} woken from now on, whose owner then looks whether it need wait at all. */
  synchronized void awaitedBy(ScopeWait wait) {
    waiting = wait;
  }

  /** Who waits, or has waited last; null if nobody does. */
  @Nullable ScopeWait waiting() {
    return waiting;
  }

  /** The owner goes on. */
  synchronized void forget(ScopeWait wait) {
    if (waiting == wait) {
      waiting = null;
    }
  }
}
