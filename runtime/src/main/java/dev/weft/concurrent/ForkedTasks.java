package dev.weft.concurrent;

import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.tasks.TaskCoroutine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forked coroutines of one scope that are not done, and who waits for that.
 *
 * <p>They stand in a doubly linked list; each is taken out by whoever completes it. All is written
 * under this lock, which is held for a few instructions and never while anything else is called;
 * {@code count} and {@code waiting} are read without it, too. Who takes out the last one looks
 * afterwards who waits, and who is going to wait notes that and looks afterwards at the count: both
 * have had the lock in between, so one of them sees the other. Who waits stays noted until it says
 * otherwise, and looks itself when it is woken; so a wake-up too many does no harm, and whoever is
 * told of an end twice may wake it twice.
 */
final class ForkedTasks extends BriefLock {

  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(ForkedTasks.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable ForkedTask first;

  /**
   * Those in the list, and the scopes that have to end before this one does. Written by release
   * writes.
   */
  private volatile int count;

  private volatile @Nullable ScopeWait waiting;
  private volatile @Nullable Runnable whenEmpty;

  /**
   * Takes the lock. Where something has begun that must not be left undone, that has made sure of
   * the stack, and the lock is taken without this.
   *
   * @throws StackOverflowError if there might be too little stack to give it back
   */
  private void lockWithStack() {
    StackReserve.ensure();
    lock();
  }

  /** Adds one that has been started, for which its caller has made sure that there is stack. */
  void add(ForkedTask child) {
    lock();
    try {
      ForkedTask behind = first;
      child.next = behind;
      if (behind != null) {
        behind.previous = child;
      }
      first = child;
      child.isListed = true;
      addToCount(1);
    } finally {
      unlock();
    }
  }

  /** The new count. Under the lock. */
  private int addToCount(int more) {
    int sum = count + more;
    COUNT.setRelease(this, sum);
    return sum;
  }

  /** Takes out one that is done; does nothing the second time but to wake who waits. */
  void remove(ForkedTask child) {
    lockWithStack();
    try {
      if (child.isListed) {
        unlink(child);
        addToCount(-1);
      }
      if (count > 0) {
        return;
      }
    } finally {
      unlock();
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
  void enter() {
    lockWithStack();
    addToCount(1);
    unlock();
  }

  /**
   * Undoes {@link #enter}. By who has made sure that there is stack: another list of this class.
   */
  void leave() {
    lock();
    int left = addToCount(-1);
    unlock();
    if (left == 0) {
      signalEmpty();
    }
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
    lock();
    try {
      Runnable then = count > 0 ? null : whenEmpty;
      whenEmpty = count > 0 ? whenEmpty : null;
      return then;
    } finally {
      unlock();
    }
  }

  /** Runs {@code then} once there is nothing to wait for, perhaps now. */
  void whenEmpty(Runnable then) {
    lockWithStack();
    whenEmpty = then;
    int left = count;
    unlock();
    if (left == 0) {
      signalEmpty();
    }
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
    lockWithStack();
    try {
      var tasks = new ArrayList<TaskCoroutine>(count);
      for (ForkedTask each = first; each != null; each = each.next) {
        tasks.add(each.task());
      }
      return tasks;
    } finally {
      unlock();
    }
  }

  /** Has {@code wait} woken from now on, whose owner then looks whether it need wait at all. */
  void awaitedBy(ScopeWait wait) {
    lockWithStack();
    waiting = wait;
    unlock();
  }

  /** Who waits, or has waited last; null if nobody does. */
  @Nullable ScopeWait waiting() {
    return waiting;
  }

  /** The owner goes on. */
  void forget(ScopeWait wait) {
    lockWithStack();
    if (waiting == wait) {
      waiting = null;
    }
    unlock();
  }
}
