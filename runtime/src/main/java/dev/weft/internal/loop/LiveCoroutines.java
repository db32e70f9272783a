package dev.weft.internal.loop;

import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of one event loop that have been suspended and are not done. Those that were
 * started on a loop form a ring; the few that have moved here from another scheduler are smaller,
 * and stand in a set. Confined to the loop's thread.
 */
final class LiveCoroutines {

  private final LoopCoroutine ring = new LoopCoroutine(null);
  private final Set<TaskCoroutine> guests = ConcurrentHashMap.newKeySet();

  LiveCoroutines() {
    ring.older = ring;
    ring.newer = ring;
  }

  boolean isEmpty() {
    return ring.newer == ring && guests.isEmpty();
  }

  /** Whether a coroutine that was not started on a loop is here. Any thread. */
  boolean hasGuest(TaskCoroutine task) {
    return guests.contains(task);
  }

  void add(TaskCoroutine task) {
    if (task instanceof LoopCoroutine own) {
      insert(own);
    } else {
      guests.add(task);
    }
  }

  private void insert(LoopCoroutine task) {
    LoopCoroutine last = ring.older;
    if (task.isLive() || last == null) {
      return;
    }
    task.older = last;
    task.newer = ring;
    last.newer = task;
    ring.older = task;
  }

  void remove(TaskCoroutine task) {
    if (task instanceof LoopCoroutine own) {
      takeOut(own);
    } else {
      guests.remove(task);
    }
  }

  private static void takeOut(LoopCoroutine task) {
    LoopCoroutine before = task.older;
    LoopCoroutine behind = task.newer;
    if (before != null && behind != null) {
      before.newer = behind;
      behind.older = before;
      task.older = null;
      task.newer = null;
    }
  }

  /** Takes one out; null if there is none. */
  @Nullable TaskCoroutine take() {
    LoopCoroutine first = ring.newer;
    if (first != null && first != ring) {
      takeOut(first);
      return first;
    }
    for (TaskCoroutine guest : guests) {
      guests.remove(guest);
      return guest;
    }
    return null;
  }

  /** All of them, the oldest first, then the guests. */
  List<TaskCoroutine> all() {
    var all = new ArrayList<TaskCoroutine>();
    for (var each = ring.newer; each != null && each != ring; each = each.newer) {
      all.add(each);
    }
    all.addAll(guests);
    return all;
  }
}
